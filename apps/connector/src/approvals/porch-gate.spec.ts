import { createHash } from 'node:crypto';
import { renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseStatusFile } from '@codev-hq/status-file';
import { ApprovalBench } from '../../testing/approval-bench.js';
import { PORCH_FILE, porchFile, porchProject, type PorchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { ClonedRepository, isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const NO_UPSTREAM = /no upstream/;

async function onPorchProject(content = porchFile(), push = false) {
  const project = porchProject(content);
  cleanup.folder(project.main);
  const data = cleanup.folder(new TempFolder());
  const bench = await ApprovalBench.on(cleanup, project.main, data, { push });
  return { ...project, bench, data };
}

/** Everything is built and only the last gate waits. */
function lastGate(): string {
  return porchFile({ gate: 'x' })
    .replace('  verify-approval:\n    status: pending\n', '')
    .replace('  x:', '  verify-approval:')
    .replace('phase: plan', 'phase: verify');
}

const APPROVED =
  "status: approved\n    requested_at: '2026-03-02T11:12:13.141Z'\n    approved_at: '2026-01-16T06:15:12.348Z'\n    approved_by: 'Ada Lovelace'\n";

describe('an approval of porch’s gate, where there is no porch,', () => {
  test('is what porch would write, and who decided, in the builder’s worktree alone', async () => {
    const { bench, main, builder } = await onPorchProject();
    const payload = bench.porchPayload({ builder }, { comment: 'Fine.' });
    const mainBefore = main.git('rev-parse', 'main');
    const outcome = await bench.decidePayload(payload);
    const head = builder.git('rev-parse', 'HEAD').trim();
    expect(outcome).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', status_file: PORCH_FILE, commit: head },
    });
    const written = builder.read(PORCH_FILE);
    const [, updatedAt = ''] = /updated_at: '(.+)'/.exec(written) ?? [];
    expect(Math.abs(Date.now() - Date.parse(updatedAt))).toBeLessThan(60_000);
    expect(written).toBe(
      porchFile()
        .replace("status: pending\n    requested_at: '2026-03-02T11:12:13.141Z'\n", APPROVED)
        .replace("updated_at: '2026-03-02T11:12:13.200Z'", `updated_at: '${updatedAt}'`),
    );
    expect(builder.git('show', '-s', '--format=%an <%ae> | %cn%n%B').trim()).toBe(
      [
        'Ada Lovelace <ada@example.org> | The Machine',
        'chore(porch): 0412 plan-approval gate-approved',
        '',
        '> Fine.',
        '',
        `HQ-Decision: ${payload.decision_id}`,
        'HQ-Approver: Ada Lovelace <ada@example.org>',
      ].join('\n'),
    );
    expect(builder.git('show', '--name-only', '--format=').trim()).toBe(PORCH_FILE);
    expect(builder.git('status', '--porcelain')).toBe('');
    expect(main.git('rev-parse', 'main')).toBe(mainBefore);
    expect(main.git('status', '--porcelain')).toBe('');
  });

  test('of a pull request also says that it no longer waits for a person', async () => {
    const { bench, builder } = await onPorchProject(
      porchFile({ gate: 'pr', top: 'pr_ready_for_human: true\n' }),
    );
    expect(await bench.decidePayload(bench.porchPayload({ builder }, { gate: 'pr' }))).toMatchObject({
      ok: true,
    });
    expect(builder.read(PORCH_FILE)).toContain('\npr_ready_for_human: false\n');
  });

  test('of the last gate finishes the project, as porch does', async () => {
    const { bench, builder } = await onPorchProject(lastGate());
    expect(
      await bench.decidePayload(bench.porchPayload({ builder }, { gate: 'verify-approval' })),
    ).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    const written = builder.read(PORCH_FILE);
    const [, updatedAt = ''] = /updated_at: '(.+)'/.exec(written) ?? [];
    expect(written).toBe(
      lastGate()
        .replace("status: pending\n    requested_at: '2026-03-02T11:12:13.141Z'\n", APPROVED)
        .replace('\nphase: verify\n', '\nphase: verified\n')
        .replace('build_complete: false', 'build_complete: true')
        .replace("updated_at: '2026-03-02T11:12:13.200Z'", `updated_at: '${updatedAt}'`),
    );
    expect(parseStatusFile(written, PORCH_FILE)).toMatchObject({ archived: true });
    expect(builder.git('show', '-s', '--format=%s').trim()).toBe(
      'chore(porch): 0412 verify-approval gate-approved',
    );
  });

  test.each([
    ['before its phase', lastGate().replace('phase: verify', 'phase: review')],
    [
      'with another gate behind it',
      lastGate().replace('iteration:', '  launch-approval:\n    status: pending\niteration:'),
    ],
  ])('of that gate, %s, leaves the phase to the builder', async (_, content) => {
    const { bench, builder } = await onPorchProject(content);
    const payload = bench.porchPayload({ builder }, { gate: 'verify-approval' });
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true });
    const [, phase] = /^phase: (.*)$/m.exec(content) ?? [];
    expect(builder.read(PORCH_FILE)).toContain(`\nphase: ${phase}\n`);
    expect(builder.read(PORCH_FILE)).toContain('\nbuild_complete: false\n');
  });

  test('works in the main checkout too, for who runs porch there', async () => {
    const { bench, main } = await onPorchProject();
    main.write(PORCH_FILE, porchFile());
    main.commitAll();
    const outcome = await bench.decidePayload(bench.porchPayload({ builder: main }, { worktree: undefined }));
    expect(outcome).toMatchObject({ ok: true, outcome: { commit: main.git('rev-parse', 'HEAD').trim() } });
  });

  test('is pushed when commits are pushed', async () => {
    const { bench, main, builder } = await onPorchProject(porchFile(), true);
    const remote = cleanup.folder(new TempRepository({ identity: false, init: false }));
    remote.git('init', '-q', '--bare');
    expect(await bench.decidePayload(bench.porchPayload({ builder }))).toMatchObject({
      ok: true,
      outcome: { pushed: false, note: expect.stringMatching(NO_UPSTREAM) },
    });
    main.git('remote', 'add', 'origin', remote.path);
    builder.git('push', '-q', '-u', 'origin', 'HEAD');
    builder.write(PORCH_FILE, porchFile());
    builder.commitAll('asked again');
    expect(await bench.decidePayload(bench.porchPayload({ builder }))).toMatchObject({
      ok: true,
      outcome: { pushed: true },
    });
    expect(remote.git('rev-parse', 'builder/spir-412')).toBe(builder.git('rev-parse', 'HEAD'));
  });

  test('that comes again, also when the journal is lost, has the same answer and no second commit', async () => {
    const { bench, main, builder } = await onPorchProject();
    const payload = bench.porchPayload({ builder });
    const first = await bench.decidePayload(payload);
    const same = { ...(first.ok && first.outcome), outcome: 'already_applied' };
    expect(await bench.decidePayload(payload)).toEqual({ ok: true, outcome: same });
    const forgetful = await ApprovalBench.on(cleanup, main);
    expect(await forgetful.decidePayload(payload)).toEqual({ ok: true, outcome: same });
    expect(builder.commits()).toHaveLength(3);
  });

  test.each([
    ['received', 'before', 0],
    ['received', 'after', 0],
    ['written', 'before', 1],
    ['written', 'after', 1],
    ['committed', 'before', 1],
  ] as const)('killed at "%s" (%s) is finished by the next process', async (state, when, recovered) => {
    const { bench, main, builder, data } = await onPorchProject();
    const payload = bench.porchPayload({ builder });
    bench.killAt(state, when);
    await expect(bench.decidePayload(payload)).rejects.toThrow('killed');
    const next = await ApprovalBench.on(cleanup, main, data);
    await next.service.recover();
    expect(builder.commits()).toHaveLength(2 + recovered);
    expect(await next.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: recovered ? 'already_applied' : 'applied' },
    });
    expect(builder.commits()).toHaveLength(3);
    expect(builder.git('status', '--porcelain')).toBe('');
  });
});

describe('an approval of porch’s gate is refused, and nothing is written,', () => {
  const cases: [string, string, string, RegExp][] = [
    ['nobody asked for', porchFile({ requested: '' }), 'GATE_NOT_PENDING', /has not been requested/],
    [
      'in a finished project',
      porchFile().replace('phase: plan', 'phase: verified'),
      'GATE_NOT_PENDING',
      /finished/,
    ],
    [
      'somebody approved',
      porchFile().replace('pending\n    req', 'approved\n    req'),
      'GATE_NOT_PENDING',
      /already/,
    ],
    ['asked for again', porchFile().replace('11:12:13.141', '12:12:13.141'), 'STALE', /changed after/],
  ];
  test.each(cases)('when it is one %s', async (_, content, code, words) => {
    const { bench, builder } = await onPorchProject(content);
    const asked = parseStatusFile(porchFile(), PORCH_FILE).gates.find(({ waiting }) => waiting);
    const expected = { gate_digest: asked?.digest ?? '' };
    expect(await bench.decidePayload(bench.porchPayload({ builder }, { expected }))).toMatchObject({
      ok: false,
      refusal: { code, error: expect.stringMatching(words) },
    });
    expect(builder.read(PORCH_FILE)).toBe(content);
    expect(builder.commits()).toHaveLength(2);
  });

  test('when an artifact in the worktree changed after it was read', async () => {
    const { bench, main, builder } = await onPorchProject();
    main.write('codev/plans/412-x.md', 'read');
    builder.write('codev/plans/412-x.md', 'changed');
    const artifacts = [{ path: 'codev/plans/412-x.md', digest: sha256('read') }];
    expect(
      await bench.decidePayload(bench.porchPayload({ builder }, { expected: { artifacts } })),
    ).toMatchObject({ ok: false, refusal: { code: 'STALE', error: expect.stringContaining('412-x.md') } });
  });

  async function refusedIn(worktree: string, project: PorchProject & { bench: ApprovalBench }) {
    const payload = project.bench.porchPayload(project, { worktree });
    expect(await project.bench.decidePayload(payload)).toMatchObject({
      ok: false,
      refusal: { code: 'NOT_FOUND', error: expect.stringMatching(/is not a worktree of/) },
    });
    expect(project.builder.commits()).toHaveLength(2);
  }

  test('in a worktree that is gone', async () => {
    const project = await onPorchProject();
    const { path } = project.builder;
    renameSync(path, `${path}-elsewhere`);
    await expect(project.bench.decidePayload(project.bench.porchPayload(project))).resolves.toMatchObject({
      ok: false,
      refusal: { code: 'NOT_FOUND' },
    });
  });

  test('in another project’s worktree, or one that only says it is this one’s', async () => {
    const project = await onPorchProject();
    const other = porchProject();
    cleanup.folder(other.main);
    await refusedIn(other.builder.path, project);
    const impostor = cleanup.folder(new TempFolder());
    impostor.write(PORCH_FILE, porchFile());
    impostor.write('.git', `gitdir: ${join(project.main.path, '.git/worktrees/spir-412')}\n`);
    await refusedIn(impostor.path, project);
  });

  test('in a clone, a plain folder and behind a symlink', async () => {
    const project = await onPorchProject();
    await refusedIn(cleanup.folder(new ClonedRepository(project.main)).path, project);
    await refusedIn(cleanup.folder(new TempFolder()).path, project);
    const link = join(cleanup.folder(new TempFolder()).path, 'link');
    symlinkSync(project.builder.path, link);
    await refusedIn(link, project);
  });

  test.each([
    'codev/projects/../../README.md',
    'codev/projects/a/b/status.yaml',
    'codev/projects/.x/status.yaml',
    '.git/config',
  ])('for %s, which is no status file', async (path) => {
    const project = await onPorchProject();
    writeFileSync(join(project.builder.path, 'status.yaml'), porchFile());
    expect(
      await project.bench.decidePayload(project.bench.porchPayload(project, { status_file: path })),
    ).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
  });
});
