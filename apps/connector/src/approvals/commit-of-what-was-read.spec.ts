import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIFF_ARTIFACT } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { ApprovalBench, FEATURE, Killed, Stopped } from '../../testing/approval-bench.js';
import { PORCH_FILE, porchFile, porchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempRepository } from '../../testing/temp-repository.js';
import { mergeBaseDiff } from '../workspaces/merge-base-diff.js';
import { bytesDigest } from './gate-edit.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

function passed(repository: TempRepository): boolean {
  return /by: 'Ada Lovelace'/.test(repository.read(FEATURE));
}

describe('what is committed while another git holds the lock', () => {
  const git = { commandMs: 20_000, othersMs: 20_000, lockPatienceMs: 0 };

  describe('while an agent writes on', () => {
    const PLAN = 'codev/plans/0068-feature.md';

    async function locked(patience = git) {
      const repository = cleanup.folder(new TempRepository());
      repository.write(FEATURE, statusFile());
      repository.write(PLAN, 'Delete nothing.\n');
      repository.commitAll();
      const bench = await ApprovalBench.on(cleanup, repository, undefined, { git: patience });
      const lock = repository.write('.git/index.lock', '');
      const { reading_digest } = parseStatusFile(statusFile(), FEATURE);
      const artifacts = [{ path: PLAN, digest: bytesDigest(Buffer.from('Delete nothing.\n')) }];
      const payload = bench.payload({ expected: { reading_digest, artifacts } });
      return { repository, bench, lock, payload, deciding: bench.decidePayload(payload) };
    }

    test.each([
      ['the text of the status file', FEATURE, 'text'],
      ['what was read beside it', PLAN, 'artifact'],
    ])('in %s: nobody decided on that, so it is not committed', async (_, path, what) => {
      const { repository, bench, lock, deciding } = await locked();
      await bench.looks.asleep();
      const text = repository.read(path);
      const more = 'Delete every customer.\n';
      repository.write(path, path === FEATURE ? text.replace('## Log', `${more}\n## Log`) : text + more);
      unlinkSync(lock);
      bench.looks.now();
      expect(await deciding).toMatchObject({
        ok: false,
        refusal: {
          code: 'STALE',
          changed: [{ what, path }],
          error: expect.stringContaining('Nothing was committed'),
        },
      });
      expect(repository.commits()).toHaveLength(1);
      // The gate waits again, and what the agent wrote is there still.
      expect(passed(repository)).toBe(false);
      expect(repository.read(FEATURE)).toBe(
        path === FEATURE ? statusFile().replace('## Log', `${more}\n## Log`) : statusFile(),
      );
    });

    test('in the file and beside it: the approval alone is taken out, and said to be', async () => {
      const { repository, bench, lock, deciding } = await locked();
      await bench.looks.asleep();
      repository.write(FEATURE, `${repository.read(FEATURE)}- An agent’s line\n`);
      repository.write(PLAN, 'Delete every customer.\n');
      unlinkSync(lock);
      bench.looks.now();
      expect(await deciding).toMatchObject({
        ok: false,
        refusal: { code: 'STALE', error: expect.stringContaining('what else has changed there was kept') },
      });
      expect(repository.read(FEATURE)).toBe(`${statusFile()}- An agent’s line\n`);
    });

    test('and committed the file: the approval is taken out of it, and who decided is told', async () => {
      const { repository, bench, lock, deciding } = await locked();
      await bench.looks.asleep();
      unlinkSync(lock);
      repository.write(PLAN, 'Delete every customer.\n');
      const theirs = repository.commitAll('agent');
      bench.looks.now();
      expect(await deciding).toMatchObject({
        ok: false,
        refusal: {
          code: 'STALE',
          error: expect.stringContaining('Somebody had committed it: commit the file again.'),
        },
      });
      expect(repository.read(FEATURE)).toBe(statusFile());
      expect(repository.git('rev-parse', 'HEAD').trim()).toBe(theirs);
    });

    test('in the gate’s entry itself, that is theirs and stays', async () => {
      const { repository, bench, lock, deciding } = await locked();
      await bench.looks.asleep();
      const reformatted = repository.read(FEATURE).replace('{ status: passed', '{status: passed');
      repository.write(FEATURE, reformatted);
      repository.write(PLAN, 'Delete every customer.\n');
      unlinkSync(lock);
      bench.looks.now();
      expect(await deciding).toMatchObject({
        ok: false,
        refusal: { code: 'STALE', error: expect.stringContaining(`${FEATURE} still holds the approval`) },
      });
      expect(repository.read(FEATURE)).toBe(reformatted);
    });

    test.each(['before', 'after'] as const)(
      'killed %s the approval is taken out: the next process refuses it too, and nothing says approved',
      async (when) => {
        const { repository, bench, lock, payload, deciding } = await locked();
        const died = deciding.catch((error: unknown) => error);
        await bench.looks.asleep();
        repository.write(FEATURE, `${repository.read(FEATURE)}- An agent’s line\n`);
        repository.write(PLAN, 'Delete every customer.\n');
        unlinkSync(lock);
        if (when === 'after') bench.killBeforeForgetting();
        else bench.service.stopWaiting();
        bench.looks.now();
        expect(await died).toBeInstanceOf(when === 'after' ? Killed : Stopped);
        expect(passed(repository)).toBe(when === 'before');
        expect(await bench.room.journal.read(payload.decision_id!)).toMatchObject({ state: 'written' });

        const next = await ApprovalBench.on(cleanup, repository, bench.data);
        await next.service.recover();
        expect(await next.decidePayload(payload)).toMatchObject({ ok: false, refusal: { code: 'STALE' } });
        expect(repository.read(FEATURE)).toBe(`${statusFile()}- An agent’s line\n`);
        expect(repository.commits()).toHaveLength(1);
      },
    );

    test('also within the patience with which the lock is waited for', async () => {
      const { repository, bench, lock, deciding } = await locked({ ...git, lockPatienceMs: 60_000 });
      while (!passed(repository)) await new Promise(setImmediate);
      repository.write(PLAN, 'Delete every customer.\n');
      await bench.looks.asleep();
      unlinkSync(lock);
      bench.looks.now();
      expect(await deciding).toMatchObject({ ok: false, refusal: { code: 'STALE' } });
      expect(repository.commits()).toHaveLength(1);
    });

    test('in the log alone, it goes along', async () => {
      const { repository, bench, lock, deciding } = await locked();
      await bench.looks.asleep();
      repository.write(FEATURE, `${repository.read(FEATURE)}- An agent’s line\n`);
      unlinkSync(lock);
      bench.looks.now();
      expect(await deciding).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    });
  });

  test('porch’s file too is as the builder has it when what was read beside it changed', async () => {
    const { main, builder } = porchProject();
    cleanup.folder(main);
    const plan = 'codev/plans/412-retry-queue.md';
    builder.write(plan, 'Delete nothing.\n');
    builder.commitAll();
    const bench = await ApprovalBench.on(cleanup, main, undefined, { git });
    const lock = join(builder.git('rev-parse', '--absolute-git-dir').trim(), 'index.lock');
    writeFileSync(lock, '');
    const artifacts = [{ path: plan, digest: bytesDigest(Buffer.from('Delete nothing.\n')) }];
    const deciding = bench.decidePayload(bench.porchPayload({ builder }, { expected: { artifacts } }));
    await bench.looks.asleep();
    expect(builder.read(PORCH_FILE)).toContain('approved_by');
    const goesOn = (text: string) => text.replace('iteration: 1', 'iteration: 2');
    builder.write(PORCH_FILE, goesOn(builder.read(PORCH_FILE)));
    builder.write(plan, 'Delete every customer.\n');
    unlinkSync(lock);
    bench.looks.now();
    expect(await deciding).toMatchObject({ ok: false, refusal: { code: 'STALE' } });
    expect(builder.read(PORCH_FILE)).toBe(goesOn(porchFile()));
  });

  describe('what was built is compared', () => {
    async function locked(prepare?: (builder: TempRepository) => void) {
      const { main, builder } = porchProject();
      cleanup.folder(main);
      builder.write('src/a.ts', 'export const one = 1;\n');
      builder.commitAll();
      prepare?.(builder);
      const read = await mergeBaseDiff(main.path, builder.path);
      if ('why' in read) throw new Error(read.why);
      const bench = await ApprovalBench.on(cleanup, main, undefined, { git });
      const lock = join(builder.git('rev-parse', '--absolute-git-dir').trim(), 'index.lock');
      writeFileSync(lock, '');
      const artifacts = [{ path: DIFF_ARTIFACT, digest: read.digest }];
      const payload = bench.porchPayload({ builder }, { expected: { artifacts } });
      return { main, builder, bench, lock, payload, deciding: bench.decidePayload(payload) };
    }

    test.each<[string, (builder: TempRepository) => void]>([
      ['is committed', () => undefined],
      ['ends its lines otherwise', (builder) => builder.git('config', 'core.autocrlf', 'true')],
      ['is to be taken out of git', (builder) => builder.git('rm', '-q', '--cached', PORCH_FILE)],
      [
        'is none that git knows',
        (builder) => {
          builder.git('rm', '-q', '--cached', PORCH_FILE);
          builder.git('commit', '-q', '-m', 'theirs');
        },
      ],
    ])('without what the approval itself changed, where the file %s', async (_, prepare) => {
      const { bench, lock, deciding } = await locked(prepare);
      await bench.looks.asleep();
      unlinkSync(lock);
      bench.looks.now();
      expect(await deciding).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    });

    test('by the next process too', async () => {
      const { main, bench, lock, payload, deciding } = await locked();
      const died = deciding.catch((error: unknown) => error);
      await bench.looks.asleep();
      unlinkSync(lock);
      bench.service.stopWaiting();
      expect(await died).toBeInstanceOf(Stopped);
      const next = await ApprovalBench.on(cleanup, main, bench.data);
      await next.service.recover();
      expect(await next.decidePayload(payload)).toMatchObject({ ok: true });
    });

    test('with all else that changed there', async () => {
      const { builder, bench, lock, deciding } = await locked();
      await bench.looks.asleep();
      builder.write('src/a.ts', 'export const admin = true;\n');
      unlinkSync(lock);
      bench.looks.now();
      expect(await deciding).toMatchObject({
        ok: false,
        refusal: { code: 'STALE', error: expect.stringMatching(/^What was built changed/) },
      });
    });
  });

  test('a trailer that somebody else wrote does not stand for the commit', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write(FEATURE, statusFile());
    repository.commitAll();
    const bench = await ApprovalBench.on(cleanup, repository, undefined, { git });
    const lock = repository.write('.git/index.lock', '');
    const payload = bench.payload();
    const deciding = bench.decidePayload(payload);
    await bench.looks.asleep();
    unlinkSync(lock);
    const message = `chore: tidy\n\nHQ-Decision: ${payload.decision_id}`;
    const forged = repository.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', message).trim();
    repository.git('update-ref', 'refs/heads/aside', forged);
    bench.looks.now();
    expect(await deciding).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    expect(repository.git('show', `main:${FEATURE}`)).toContain('Ada Lovelace');
    const trailer = repository.git('log', '-1', '--format=%(trailers:key=HQ-Decision,valueonly)');
    expect(trailer.trim()).toBe(payload.decision_id);
  });
});
