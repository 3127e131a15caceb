import { createHash, randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIFF_ARTIFACT } from '@codev-hq/protocol';
import { ApprovalBench } from '../../testing/approval-bench.js';
import { PORCH_FILE, PORCH_GATE, porchFile } from '../../testing/porch-project.js';
import { ADA, gateIn, porchStage, RECORD, SUBJECT, subjects, withRemote } from '../../testing/porch-stage.js';
import { isRunning } from '../../testing/processes.js';
import { Cleanup, NO_AGENT_FARM } from '../../testing/running-connector.js';
import { isolateGit, TempFolder } from '../../testing/temp-repository.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('an approval, where porch is,', () => {
  test('is porch’s own, after its checks, in the worktree, and who decided is recorded behind it', async () => {
    const { bench, builder, main, porch, payload } = await porchStage(cleanup, {
      checks: [{ print: 'tests pass\n' }],
    });
    const before = main.git('rev-parse', 'main');
    const outcome = await bench.decidePayload(payload);
    const head = builder.git('rev-parse', 'HEAD').trim();
    expect(outcome).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', status_file: PORCH_FILE, commit: head },
    });
    expect(subjects(builder).slice(0, 2)).toEqual([`${RECORD} | ${ADA}`, `${SUBJECT} | ${ADA}`]);
    expect(gateIn(builder)).toEqual({
      status: 'approved',
      requested_at: '2026-03-02T11:12:13.141Z',
      approved_at: expect.stringMatching(/^20/),
      approved_by: 'Ada Lovelace',
    });
    expect(builder.git('log', '-1', '--format=%(trailers:key=HQ-Decision,valueonly)').trim()).toBe(
      payload.decision_id,
    );
    expect(builder.git('status', '--porcelain')).toBe('');
    expect(main.git('rev-parse', 'main')).toBe(before);
    expect(porch.runs).toMatchObject([
      { cwd: builder.path, args: ['approve', '0412', PORCH_GATE, '--a-human-explicitly-approved-this'] },
    ]);
  });

  test('shows what the checks print while they run, and the gate names nobody yet', async () => {
    const go = join(cleanup.folder(new TempFolder()).path, 'go');
    const checks = [{ print: '\u001b[32mall\u001b[0m is ' }, { print: 'well\r\n', until: go }];
    const { bench, builder, payload } = await porchStage(cleanup, { checks });
    const told: unknown[] = [];
    let output = '';
    const printed = new Promise<void>((resolve) => {
      bench.service.progress.follow(payload.decision_id ?? '', (progress) => {
        told.push(progress);
        output += progress.output ?? '';
        if (output.includes('well')) resolve();
      });
    });
    const deciding = bench.decidePayload(payload);
    await printed;
    expect(told[0]).toEqual({
      decision_id: payload.decision_id,
      stage: 'checking',
      detail: 'porch runs its checks for plan-approval.',
    });
    expect(output).toBe('all is well\n');
    expect(builder.read(PORCH_FILE)).toBe(porchFile());
    writeFileSync(go, '');
    expect(await deciding).toMatchObject({ ok: true });
  });

  test('says nothing of what was built when only porch has written there, and says when somebody else has', async () => {
    const { bench, builder, main, porch, payload, start } = await porchStage(cleanup);
    const read = async () => {
      const diff = await mergeBaseDiff(main.path, builder.path);
      return { artifacts: [{ path: DIFF_ARTIFACT, digest: 'digest' in diff ? diff.digest : '' }] };
    };
    const told = await bench.decidePayload({ ...payload, expected: await read() });
    expect(told).toMatchObject({
      ok: true,
      outcome: { note: expect.stringMatching(/^porch approved it in/) },
    });
    expect(told).toMatchObject({ outcome: { note: expect.not.stringContaining('changed') } });
    builder.write(PORCH_FILE, porchFile());
    builder.commitAll('porch: asked again');
    porch.control({ meanwhile: 'echo changed > README.md' });
    const again = { ...payload, decision_id: randomUUID(), expected: await read() };
    expect(await (await start()).decidePayload(again)).toMatchObject({
      ok: true,
      outcome: { note: expect.stringContaining('What was built changed while porch was at work') },
    });
  });

  test('says when what was read changed while the checks ran', async () => {
    const { bench, builder, porch, payload } = await porchStage(cleanup);
    builder.write('codev/plans/412-x.md', 'read\n');
    const digest = createHash('sha256').update('read\n').digest('hex');
    const expected = { artifacts: [{ path: 'codev/plans/412-x.md', digest }] };
    porch.control({ meanwhile: 'echo changed > codev/plans/412-x.md' });
    expect(await bench.decidePayload({ ...payload, expected })).toMatchObject({
      ok: true,
      outcome: { note: expect.stringMatching(/412-x\.md changed while porch was at work/) },
    });
  });

  test('gets an environment without git’s, a test’s and the connector’s own variables', async () => {
    const { bench, builder, porch, payload } = await porchStage(cleanup);
    const strange = {
      VITEST: 'true',
      CI: '1',
      NODE_ENV: 'test',
      GIT_DIR: '/elsewhere',
      CODEV_HQ_API_KEY: 'secret',
      CODEV_TOWER_KEY: 'secret',
    };
    cleanup.add({ ...process.env }, (env) => {
      process.env = env;
    });
    process.env = { ...process.env, ...strange, GH_TOKEN: 'for gh' };
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true });
    expect(subjects(builder)).toContain(`${SUBJECT} | ${ADA}`);
    const { env = {} } = porch.runs[0] ?? {};
    for (const name of Object.keys(strange)) expect(env).not.toHaveProperty(name);
    expect(env).toMatchObject({
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Ada Lovelace',
      GH_TOKEN: 'for gh',
    });
    expect(Object.values(env)).not.toContain('secret');
  });

  test('is pushed by porch, and the record follows it', async () => {
    const { bench, builder, payload } = await porchStage(cleanup);
    const remote = withRemote(cleanup, builder);
    const outcome = await bench.decidePayload(payload);
    expect(outcome).toMatchObject({ ok: true, outcome: { pushed: true } });
    expect(remote.git('rev-parse', 'builder/spir-412')).toBe(builder.git('rev-parse', 'HEAD'));
  });

  test('needs no identity on the machine', async () => {
    const { bench, builder, payload } = await porchStage(cleanup);
    builder.git('config', '--unset', 'user.name');
    builder.git('config', '--unset', 'user.email');
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true });
    expect(subjects(builder).slice(0, 2)).toEqual([`${RECORD} | ${ADA}`, `${SUBJECT} | ${ADA}`]);
  });

  test('that comes again has the same answer and porch is not asked again, also without the journal', async () => {
    const { bench, builder, main, porch, payload } = await porchStage(cleanup);
    const first = await bench.decidePayload(payload);
    const same = { ...(first.ok && first.outcome), outcome: 'already_applied' };
    expect(await bench.decidePayload(payload)).toEqual({ ok: true, outcome: same });
    const forgetful = await ApprovalBench.on(cleanup, main, undefined, { porch: porch.program });
    expect(await forgetful.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied', commit: builder.git('rev-parse', 'HEAD').trim() },
    });
    const other = forgetful.porchPayload({ builder });
    expect(await forgetful.decidePayload(other)).toMatchObject({
      ok: false,
      refusal: { code: 'GATE_NOT_PENDING', error: expect.stringContaining('Ada Lovelace') },
    });
    expect(porch.runs).toHaveLength(1);
  });
});

describe('porch’s exit code proves nothing:', () => {
  test('it fails after having committed, without a remote', async () => {
    const { bench, builder, payload } = await porchStage(cleanup);
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', pushed: false, note: expect.stringMatching(/porch could not push/) },
    });
    expect(builder.commits()).toHaveLength(4);
  });

  test('it fails after having committed, when the push is rejected', async () => {
    const { bench, builder, payload } = await porchStage(cleanup);
    const remote = withRemote(cleanup, builder);
    remote.hook('pre-receive', 'exit 1');
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true, outcome: { pushed: false } });
    expect(builder.commits()).toHaveLength(4);
  });

  test('it fails and leaves the file approved and staged, when a hook fails: all is put back', async () => {
    const { bench, builder, main, payload } = await porchStage(cleanup);
    main.hook('pre-commit', 'echo "no commits today"; exit 1');
    expect(await bench.decidePayload(payload)).toEqual({
      ok: false,
      refusal: {
        code: 'GIT_FAILED',
        error: expect.stringMatching(/The file is as it was before\..*no commits today/s),
      },
    });
    expect(builder.read(PORCH_FILE)).toBe(porchFile());
    expect(builder.git('status', '--porcelain')).toBe('');
    expect(builder.commits()).toHaveLength(2);
  });

  test('it fails with the file approved, when another git held the index: the commit is made up for', async () => {
    const { bench, builder, main, porch, payload } = await porchStage(cleanup);
    porch.control({ lock: join(main.path, '.git/worktrees/spir-412/index.lock') });
    const outcome = await bench.decidePayload(payload);
    expect(outcome).toMatchObject({
      ok: true,
      outcome: {
        commit: builder.git('rev-parse', 'HEAD').trim(),
        note: expect.stringMatching(/porch could not commit it itself/),
      },
    });
    expect(subjects(builder)[0]).toBe(`${SUBJECT} | ${ADA}`);
    expect(builder.commits()).toHaveLength(3);
    expect(gateIn(builder)).toMatchObject({ status: 'approved', approved_by: 'Ada Lovelace' });
    expect(builder.git('status', '--porcelain')).toBe('');
  });

  test('it succeeds when somebody else approved meanwhile, and that is not this decision', async () => {
    const { bench, builder, porch, payload } = await porchStage(cleanup);
    const meanwhile = [
      `sed -i "s/^    status: pending/    status: approved/" ${PORCH_FILE}`,
      `git -c user.name=Eve -c user.email=eve@example.org commit -q -a -m "${SUBJECT}"`,
    ];
    porch.control({
      meanwhile: `unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_AUTHOR_DATE; ${meanwhile.join(' && ')}`,
    });
    expect(await bench.decidePayload(payload)).toEqual({
      ok: false,
      refusal: {
        code: 'GATE_NOT_PENDING',
        error: expect.stringMatching(/was approved meanwhile, by Eve in [0-9a-f]{10}/),
      },
    });
    expect(builder.commits()).toHaveLength(3);
  });

  test('an agent’s commit may take what it wrote along', async () => {
    const { bench, builder, main, porch, payload } = await porchStage(cleanup);
    const lock = join(main.path, '.git/worktrees/spir-412/index.lock');
    porch.control({ lock });
    bench.killWhen((entry) => entry.edit !== undefined, 'before');
    await expect(bench.decidePayload(payload)).rejects.toThrow('killed');
    const theirs = builder.commitAll('agent');
    const next = await ApprovalBench.on(cleanup, main, bench.data, { porch: porch.program });
    expect(await next.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { note: expect.stringContaining(theirs.slice(0, 10)) },
    });
    expect(subjects(builder).slice(0, 2)).toEqual([
      `${RECORD} | ${ADA}`,
      'agent | Setup <setup@example.org>',
    ]);
    expect(porch.runs).toHaveLength(1);
  });
});

describe('porch is not asked', () => {
  test('for a gate that nobody requested, or that of a later phase: it would approve them', async () => {
    const { bench, builder, porch } = await porchStage(cleanup);
    const later = bench.porchPayload({ builder }, { gate: 'verify-approval' });
    expect(await bench.decidePayload(later)).toMatchObject({
      ok: false,
      refusal: { code: 'GATE_NOT_PENDING' },
    });
    expect(porch.runs).toEqual([]);
  });

  test('while something else is staged: it would commit that', async () => {
    const { bench, builder, porch, payload } = await porchStage(cleanup);
    builder.write('README.md', 'half done\n');
    builder.write('new.txt', 'new\n');
    builder.git('add', 'README.md', 'new.txt');
    expect(await bench.decidePayload(payload)).toEqual({
      ok: false,
      refusal: {
        code: 'GIT_FAILED',
        error: expect.stringMatching(/porch commits whatever is staged in .*README.md, new.txt\. Commit or/),
      },
    });
    expect(porch.runs).toEqual([]);
    expect(builder.read(PORCH_FILE)).toBe(porchFile());
    expect(builder.git('diff', '--cached', '--name-only')).toBe('README.md\nnew.txt\n');
  });

  test('unless all is merely changed, or to be added', async () => {
    const { bench, builder, payload } = await porchStage(cleanup);
    builder.write('README.md', 'half done\n');
    builder.write('new.txt', 'new\n');
    builder.git('add', '-N', 'new.txt');
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true });
    expect(builder.git('status', '--porcelain')).toBe(' M README.md\n A new.txt\n');
  });

  test('while git is in the middle of something: it is when that is over', async () => {
    const { bench, builder, main, porch, payload } = await porchStage(cleanup);
    const mark = join(main.path, '.git/worktrees/spir-412/MERGE_HEAD');
    writeFileSync(mark, builder.git('rev-parse', 'HEAD'));
    const told: unknown[] = [];
    bench.service.progress.follow(payload.decision_id ?? '', (progress) => told.push(progress));
    const deciding = bench.decidePayload(payload);
    await bench.looks.asleep();
    expect(told).toEqual([
      {
        decision_id: payload.decision_id,
        stage: 'checking',
        detail: expect.stringMatching(
          /A merge is in progress in .* porch will be asked to approve plan-approval when/,
        ),
      },
    ]);
    expect(porch.runs).toEqual([]);
    rmSync(mark);
    bench.looks.now();
    expect(await deciding).toMatchObject({ ok: true });
  });

  test('in a main checkout while a builder has a copy: it would write there', async () => {
    const { bench, builder, main, porch } = await porchStage(cleanup);
    main.write(PORCH_FILE, porchFile());
    main.commitAll();
    const payload = bench.porchPayload({ builder: main }, { worktree: undefined });
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { note: expect.stringMatching(/checks were not run/) },
    });
    expect(gateIn(main)).toMatchObject({ status: 'approved' });
    expect(gateIn(builder)).toMatchObject({ status: 'pending' });
    expect(porch.runs).toEqual([]);
    main.git('worktree', 'remove', '--force', builder.path);
    main.write(PORCH_FILE, porchFile());
    main.commitAll('again');
    expect(await bench.decidePayload({ ...payload, decision_id: 'next' })).toMatchObject({ ok: true });
    expect(porch.runs).toMatchObject([{ cwd: main.path }]);
  });

  test('for names that it could take for options', async () => {
    const gate = '--help';
    const { bench, builder, porch } = await porchStage(cleanup, {}, {}, porchFile({ gate: `'${gate}'` }));
    expect(await bench.decidePayload(bench.porchPayload({ builder }, { gate }))).toMatchObject({
      ok: true,
      outcome: { note: expect.stringMatching(/checks were not run/) },
    });
    expect(porch.runs).toEqual([]);
  });
});

describe('an approval that porch does not give', () => {
  test('is refused in its checks’ own words, for good', async () => {
    const { bench, builder, porch, payload } = await porchStage(cleanup, {
      checks: [{ print: 'x'.repeat(9000), fails: '3 tests' }],
    });
    const refused = await bench.decidePayload(payload);
    expect(refused).toEqual({
      ok: false,
      refusal: {
        code: 'CHECKS_FAILED',
        error: expect.stringMatching(/nothing was written\..*Check failed: 3 tests$/s),
      },
    });
    expect(!refused.ok && refused.refusal.error.length).toBeLessThan(3300);
    expect(builder.read(PORCH_FILE)).toBe(porchFile());
    porch.control({});
    expect(await bench.decidePayload(payload)).toEqual(refused);
    expect(porch.runs).toHaveLength(1);
  });

  test('in time is refused, and everything it started is ended', async () => {
    const until = '/nonexistent';
    const agentFarm = { ...NO_AGENT_FARM, porchLimitMs: 1_000 };
    const { bench, builder, porch, payload } = await porchStage(
      cleanup,
      { checks: [{ until }] },
      { agentFarm },
    );
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: false,
      refusal: { code: 'CHECKS_FAILED', error: expect.stringMatching(/did not finish within/) },
    });
    expect(isRunning(porch.runs[0]?.pid ?? 0)).toBe(false);
    expect(isRunning(await porch.checkProcess())).toBe(false);
    expect(builder.read(PORCH_FILE)).toBe(porchFile());
  });

  test('because it cannot be started is refused in words', async () => {
    const { bench, porch, payload } = await porchStage(cleanup);
    porch.write('porch', '#!/nonexistent/interpreter\n');
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: false,
      refusal: { code: 'CHECKS_FAILED', error: expect.stringMatching(/could not be started/) },
    });
  });
});
