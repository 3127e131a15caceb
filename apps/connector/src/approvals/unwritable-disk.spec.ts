import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApprovalBench, FEATURE } from '../../testing/approval-bench.js';
import { Cleanup } from '../../testing/running-connector.js';
import { mayMount, SmallDisk } from '../../testing/small-disk.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const FULL = /The disk is full\. Free some space on that machine, then decide again\. \(ENOSPC/;
const FORBIDDEN =
  /(read-only file system\. Make it writable|may not write there\. .*), then decide again\. \((EROFS|EACCES|EPERM)/;

async function started(path?: string): Promise<ApprovalBench & { folder: TempRepository }> {
  const repository = path === undefined ? cleanup.folder(new TempRepository()) : TempRepository.in(path);
  repository.write(FEATURE, statusFile());
  repository.commitAll();
  return (await ApprovalBench.on(cleanup, repository)) as ApprovalBench & { folder: TempRepository };
}

/** Everything a refused approval could have left behind. */
async function expectRefused(
  bench: ApprovalBench & { folder: TempRepository },
  words: RegExp,
  code = 'WRITE_FAILED',
) {
  const facts = (): unknown => [
    bench.folder.read(FEATURE),
    readdirSync(join(bench.folder.path, 'codev/status')),
    bench.folder.git('rev-parse', 'HEAD'),
    bench.folder.git('--no-optional-locks', 'status', '--porcelain'),
  ];
  const before = facts();
  const payload = bench.payload();
  expect(await bench.decidePayload(payload)).toEqual({
    ok: false,
    refusal: { code, error: expect.stringMatching(words) },
  });
  expect(facts()).toEqual(before);
  return payload;
}

/** Root may write everywhere: for it the file system itself has to refuse. */
function forbidWriting(path: string): void {
  if (process.getuid?.() !== 0) {
    chmodSync(path, 0o500);
    cleanup.add(path, () => chmodSync(path, 0o700));
  } else {
    if (spawnSync('chattr', ['+i', path]).status !== 0) bindReadOnly(path);
    else cleanup.add(path, () => spawnSync('chattr', ['-i', path]));
  }
}

function bindReadOnly(path: string): void {
  const bound = spawnSync('mount', ['--bind', path, path]);
  const locked = spawnSync('mount', ['-o', 'remount,ro,bind', path]);
  cleanup.add(path, () => spawnSync('umount', ['-l', path]));
  if (bound.status !== 0 || locked.status !== 0)
    throw new Error('Run these tests as anybody but root, or where root may mount or chattr.');
}

describe('C14 what cannot be written is refused in words, and nothing changes', () => {
  test.each([FEATURE, 'codev/status'])('because %s is read-only', async (path) => {
    const bench = await started();
    forbidWriting(join(bench.folder.path, path));
    await expectRefused(
      bench,
      new RegExp(`^${FEATURE} could not be written and is as before.*${FORBIDDEN.source}`),
    );
  });

  test('because the journal’s folder is read-only', async () => {
    const bench = await started();
    await bench.room.journal.save({
      ...{ decisionId: 'other', state: 'answered', receivedAt: new Date().toISOString() },
      order: { ...orderless, projectPath: bench.folder.path },
    });
    forbidWriting(join(bench.data.path, 'decisions'));
    await expectRefused(
      bench,
      new RegExp(`^Nothing was written, because the connector’s journal cannot be\\. .*${FORBIDDEN.source}`),
    );
    expect(await bench.room.journal.read('other')).toMatchObject({ state: 'answered' });
  });
});

const orderless = {
  kind: 'approve' as const,
  tracked: true,
  decisionId: 'other',
  projectId: 'x',
  gate: 'x',
  approver: { id: 'x', name: 'x' },
  approvedAt: '2026-01-16T06:15:12.348Z',
  expected: {},
};

/** What a write answers when the disk is full; where mounting is allowed, a disk that is full asks the system itself. */
describe('a full disk, by its answer', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

  test('under the journal before anything is written: nothing is', async () => {
    const bench = await started();
    bench.room.journal.save = () => Promise.reject(full);
    await expectRefused(
      bench,
      new RegExp(`^Nothing was written, because the connector’s journal cannot be\\. ${FULL.source}`),
    );
  });

  test.each(['written', 'committed', 'answered'] as const)(
    'under the journal when it would say "%s": the file and git say it',
    async (state) => {
      const bench = await started();
      const payload = bench.payload();
      const { journal } = bench.room;
      const save = journal.save.bind(journal);
      journal.save = (entry) => (entry.state === state ? Promise.reject(full) : save(entry));
      const outcome = await bench.decidePayload(payload);
      await bench.answered(payload);
      const commit = bench.folder.git('rev-parse', 'HEAD').trim();
      expect(outcome).toMatchObject({ ok: true, outcome: { outcome: 'applied', commit } });
      const next = await ApprovalBench.on(cleanup, bench.folder, bench.data);
      expect(await next.decidePayload(payload)).toMatchObject({ ok: true, outcome: { commit } });
      expect(bench.folder.commits()).toHaveLength(2);
    },
  );
});

describe('a full disk, really', () => {
  const mounts = mayMount();

  // Said in the report, so that nobody believes it was tried where it was not.
  test(mounts ? 'is mounted here' : 'cannot be mounted here: root of a whole machine may', () => {
    expect(mounts).toBe(mayMount());
  });

  const really = mounts ? describe : undefined;
  really?.('mounted', () => {
    function smallDisk(kibibytes?: number): SmallDisk {
      return SmallDisk.mountOn(cleanup, cleanup.folder(new TempFolder()).path, kibibytes);
    }

    test('under the repository: the file is as before, and applied when there is room again', async () => {
      const disk = smallDisk();
      const bench = await started(disk.path);
      disk.fill();
      await expectRefused(
        bench,
        new RegExp(`^${FEATURE} could not be written and is as before\\. ${FULL.source}`),
      );
      disk.empty();
      expect(await bench.decide()).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    });

    test('with room for the file and not for the commit: the file is put back', async () => {
      const disk = smallDisk();
      const bench = await started(disk.path);
      disk.fill(1);
      await expectRefused(
        bench,
        /The file is as it was before\. The disk is full\. Free some space on that machine\. Then decide again\. git said: .*No space left on device/s,
        'GIT_FAILED',
      );
      disk.empty();
      expect(await bench.decide()).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
      expect(bench.folder.git('fsck', '--strict')).toBe('');
    });

    test('under the journal: what it holds is kept, and nothing is written', async () => {
      const data = cleanup.folder(new TempFolder());
      const disk = SmallDisk.mountOn(cleanup, data.path, 64);
      const repository = cleanup.folder(new TempRepository());
      repository.write(FEATURE, statusFile());
      repository.write('codev/status/0069-other.md', statusFile({ id: '"0069"' }));
      repository.commitAll();
      const bench = (await ApprovalBench.on(cleanup, repository, data)) as ApprovalBench & {
        folder: TempRepository;
      };
      const other = bench.payload({ status_file: 'codev/status/0069-other.md', project_id: '0069' });
      expect(await bench.decidePayload(other)).toMatchObject({ ok: true });
      const kept = readdirSync(join(data.path, 'decisions'));
      disk.fill();
      const payload = await expectRefused(
        bench,
        new RegExp(`^Nothing was written, because the connector’s journal cannot be\\. ${FULL.source}`),
      );
      expect(readdirSync(join(data.path, 'decisions'))).toEqual(kept);
      expect(await bench.decidePayload(other)).toMatchObject({
        ok: true,
        outcome: { outcome: 'already_applied' },
      });
      disk.empty();
      expect(await bench.decidePayload(payload)).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    });

    test('that is read-only: refused before anything is tried', async () => {
      const disk = smallDisk();
      const bench = await started(disk.path);
      disk.readOnly(true);
      await expectRefused(
        bench,
        new RegExp(`^${FEATURE} could not be written and is as before\\. .*read-only file system.*EROFS`),
      );
      disk.readOnly(false);
      expect(await bench.decide()).toMatchObject({ ok: true });
    });
  });
});
