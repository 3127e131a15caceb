import { createHash } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { parseStatusFile } from '@codev-hq/status-file';
import { ApprovalBench, FEATURE } from '../../testing/approval-bench.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempRepository } from '../../testing/temp-repository.js';

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
    const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

    async function locked(patience = git) {
      const repository = cleanup.folder(new TempRepository());
      repository.write(FEATURE, statusFile());
      repository.write(PLAN, 'Delete nothing.\n');
      repository.commitAll();
      const bench = await ApprovalBench.on(cleanup, repository, undefined, { git: patience });
      const lock = repository.write('.git/index.lock', '');
      const { reading_digest } = parseStatusFile(statusFile(), FEATURE);
      const artifacts = [{ path: PLAN, digest: digestOf('Delete nothing.\n') }];
      const deciding = bench.decide({ expected: { reading_digest, artifacts } });
      return { repository, bench, lock, deciding };
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
      // Where only what lies beside it changed, the gate waits again.
      expect(passed(repository)).toBe(path === FEATURE);
    });

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
