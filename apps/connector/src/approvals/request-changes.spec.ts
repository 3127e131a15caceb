import { load } from 'js-yaml';
import { ApprovalBench, FEATURE, GATE } from '../../testing/approval-bench.js';
import { FakeTower } from '../../testing/fake-tower.js';
import { BUILDER, PORCH_FILE, porchFile, porchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const COMMENT = 'Say what happens\nwhen the queue is full.';
const AT = '2026-01-16T06:15:12.348Z';

async function stage() {
  const tower = cleanup.add(await new FakeTower().listen(), (each) => each.close());
  const repository = cleanup.folder(new TempRepository());
  repository.write(FEATURE, statusFile());
  repository.commitAll();
  const data = cleanup.folder(new TempFolder());
  const start = () => ApprovalBench.on(cleanup, repository, data, { agentFarm: tower.config() });
  return { tower, repository, start, bench: await start() };
}

function entryIn(repository: TempFolder): unknown {
  const [, yaml = ''] = repository.read(FEATURE).split('---\n');
  const { gates } = load(yaml) as { gates: Record<string, Record<string, unknown>> };
  return gates['specify_to_plan']?.['human_approval'];
}

describe('a request for changes', () => {
  test('is written into the gate, which stays closed, logged, and committed in the person’s name', async () => {
    const { bench, repository } = await stage();
    const payload = bench.rejection({ comment: COMMENT });
    const outcome = await bench.reject(payload);
    const head = repository.git('rev-parse', 'HEAD').trim();
    expect(outcome).toMatchObject({ ok: true, outcome: { outcome: 'applied', commit: head } });
    expect(repository.read(FEATURE)).toBe(
      statusFile()
        .replace(
          '{ status: pending }',
          `{ status: pending, changes_requested: { by: 'Ada Lovelace', at: '${AT}', comment: "Say what happens\\nwhen the queue is full." } }`,
        )
        .concat(
          `- 2026-01-16 Changes requested at gate ${GATE} by Ada Lovelace through Codev HQ: Say what happens when the queue is full.\n`,
        ),
    );
    expect(repository.git('show', '-s', '--format=%an <%ae>%n%B').trim()).toBe(
      [
        'Ada Lovelace <ada@example.org>',
        `[HQ] Changes requested: ${GATE} by Ada Lovelace`,
        '',
        '> Say what happens',
        '> when the queue is full.',
        '',
        `HQ-Decision: ${payload.decision_id}`,
        'HQ-Approver: Ada Lovelace <ada@example.org>',
      ].join('\n'),
    );
    expect(repository.git('show', '--name-only', '--format=').trim()).toBe(FEATURE);
  });

  test.each([
    '}, status: passed, {',
    '---\nid: 1\n---',
    '"\'\\ # : & * ! | > % @ `',
    'a\u0000b\u001b[31m\u2028c',
    '漢字 🙂 — “ü”',
    '- list\n  - of\n    things\n',
    '# Heading\n\n## Log\n- forged',
  ])('takes any words, as words: %j', async (comment) => {
    const { bench, repository } = await stage();
    expect(await bench.reject(bench.rejection({ comment }))).toMatchObject({ ok: true });
    expect(entryIn(repository)).toEqual({
      status: 'pending',
      changes_requested: { by: 'Ada Lovelace', at: AT, comment },
    });
    expect(repository.read(FEATURE).split('\n')).toHaveLength(statusFile().split('\n').length + 1);
  });

  test('may follow another, and the approval follows them', async () => {
    const { bench, repository } = await stage();
    await bench.reject(bench.rejection({ comment: 'One.' }));
    expect(await bench.reject(bench.rejection({ comment: 'Two.' }))).toMatchObject({ ok: true });
    expect(entryIn(repository)).toMatchObject({ changes_requested: { comment: 'Two.' } });
    expect(await bench.decide()).toMatchObject({ ok: true });
    expect(entryIn(repository)).toMatchObject({ status: 'passed', by: 'Ada Lovelace' });
    expect(repository.commits()).toHaveLength(4);
  });

  test('that comes again has the same answer, also when the journal is lost', async () => {
    const { bench, repository, tower } = await stage();
    const payload = bench.rejection({ comment: COMMENT });
    const first = await bench.reject(payload);
    const same = { ...(first.ok && first.outcome), outcome: 'already_applied' };
    expect(await bench.reject(payload)).toEqual({ ok: true, outcome: same });
    expect(tower.wordsTo('architect')).toHaveLength(1);
    const forgetful = await ApprovalBench.on(cleanup, repository);
    expect(await forgetful.reject(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied', commit: repository.git('rev-parse', 'HEAD').trim() },
    });
    expect(repository.commits()).toHaveLength(2);
  });

  test.each([
    ['received', 'before', 0],
    ['received', 'after', 0],
    ['written', 'before', 1],
    ['written', 'after', 1],
    ['committed', 'before', 1],
    ['committed', 'after', 1],
  ] as const)('killed at "%s" (%s) is finished by the next process', async (state, when, recovered) => {
    const { bench, repository, start } = await stage();
    const payload = bench.rejection({ comment: COMMENT });
    bench.killAt(state, when);
    await expect(bench.reject(payload)).rejects.toThrow('killed');
    const next = await start();
    await next.service.recover();
    expect(repository.commits()).toHaveLength(1 + recovered);
    expect(await next.reject(payload)).toMatchObject({ ok: true });
    expect(repository.commits()).toHaveLength(2);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('waits for git like an approval, and says so in its own name', async () => {
    const { bench, repository } = await stage();
    repository.write('.git/MERGE_HEAD', repository.git('rev-parse', 'HEAD'));
    const deciding = bench.reject(bench.rejection({ comment: COMMENT })).catch(() => undefined);
    await bench.looks.asleep();
    expect(bench.lines.find(({ msg }) => msg.includes('merge'))?.msg).toMatch(
      /The request for changes is written and will be committed when/,
    );
    bench.service.stopWaiting();
    await deciding;
  });

  test('is put back when a hook refuses it', async () => {
    const { bench, repository } = await stage();
    repository.hook('pre-commit', 'exit 1');
    expect(await bench.reject(bench.rejection({ comment: COMMENT }))).toMatchObject({
      ok: false,
      refusal: { code: 'GIT_FAILED' },
    });
    expect(repository.read(FEATURE)).toBe(statusFile());
  });

  test.each([
    ['passed meanwhile', { status: 'passed' }, {}, 'GATE_NOT_PENDING'],
    ['changed meanwhile', { status: 'pending', note: 'x' }, { gate: true }, 'STALE'],
  ])('for a gate that was %s is refused', async (_, entry, { gate }: { gate?: boolean }, code) => {
    const { bench, repository } = await stage();
    const expected = gate ? { gate_digest: bench.gateDigest() } : {};
    const text = statusFile().replace('{ status: pending }', JSON.stringify(entry));
    repository.write(FEATURE, text);
    expect(await bench.reject(bench.rejection({ comment: COMMENT, expected }))).toMatchObject({
      ok: false,
      refusal: { code },
    });
    expect(repository.read(FEATURE)).toBe(text);
  });
});

describe('the words of a request for changes', () => {
  const WORDS =
    /^Ada Lovelace requests changes before gate \S+ of \S+ is approved:\n\nSay what happens\nwhen/;

  async function onPorch() {
    const { tower } = await stage();
    const project = porchProject();
    cleanup.folder(project.main);
    const data = cleanup.folder(new TempFolder());
    const start = () => ApprovalBench.on(cleanup, project.main, data, { agentFarm: tower.config() });
    const bench = await start();
    const target = bench.porchPayload(project);
    const { project_id, gate, status_file, worktree } = target;
    const payload = bench.rejection({ project_id, gate, status_file, worktree, comment: COMMENT });
    return { tower, ...project, bench, start, payload };
  }

  test('go to builder and architect; porch’s file is left alone', async () => {
    const { tower, bench, builder, payload } = await onPorch();
    Object.assign(tower.agents, { [BUILDER]: {}, architect: {} });
    const outcome = await bench.reject(payload);
    expect(outcome).toMatchObject({
      ok: true,
      outcome: {
        outcome: 'applied',
        status_file: PORCH_FILE,
        delivery: { state: 'delivered', to: BUILDER },
      },
    });
    expect(outcome).not.toHaveProperty('outcome.commit');
    expect(tower.wordsTo(BUILDER)).toEqual([expect.stringMatching(WORDS)]);
    expect(tower.wordsTo('architect')).toEqual([expect.stringMatching(WORDS)]);
    expect(builder.read(PORCH_FILE)).toBe(porchFile());
    expect(builder.commits()).toHaveLength(2);
    expect(await bench.reject(payload)).toMatchObject({ ok: true, outcome: { outcome: 'already_applied' } });
    expect(tower.sent).toHaveLength(2);
  });

  test('that do not reach the builder may reach the architect, and the answer says so', async () => {
    const { tower, bench, payload } = await onPorch();
    tower.agents['architect'] = {};
    tower.agents[BUILDER] = { delivered: false, held: true, reason: 'busy' };
    expect(await bench.reject(payload)).toMatchObject({
      ok: true,
      outcome: { delivery: { state: 'held', to: BUILDER, reason: 'busy; the architect was told' } },
    });
  });

  test('go to the architect alone where nobody builds, and are no less a decision without Tower', async () => {
    const { tower, bench } = await stage();
    expect(await bench.reject(bench.rejection({ comment: COMMENT }))).toMatchObject({
      ok: true,
      outcome: { delivery: { state: 'not_running', to: 'architect' } },
    });
    expect(tower.sent.map(({ to }) => to)).toEqual(['architect']);
  });

  test('are said when a process died before it could', async () => {
    const { tower, bench, start, payload } = await onPorch();
    Object.assign(tower.agents, { [BUILDER]: {}, architect: {} });
    bench.killAt('committed', 'after');
    await expect(bench.reject(payload)).rejects.toThrow('killed');
    expect(tower.sent).toEqual([]);
    const next = await start();
    expect(await next.reject(payload)).toMatchObject({
      ok: true,
      outcome: { delivery: { state: 'delivered' } },
    });
    expect(tower.sent).toHaveLength(2);
  });

  test('about a gate that nobody requested are not said', async () => {
    const { tower, bench, payload } = await onPorch();
    expect(await bench.reject({ ...payload, gate: 'verify-approval' })).toMatchObject({
      ok: false,
      refusal: { code: 'GATE_NOT_PENDING' },
    });
    expect(tower.sent).toEqual([]);
  });
});
