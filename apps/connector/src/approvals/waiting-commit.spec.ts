import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ApprovalBench, FEATURE, GATE, Stopped } from '../../testing/approval-bench.js';
import {
  finishOperation,
  INTERRUPTED,
  mendConflict,
  REBASES,
  repositoryWithConflict,
  type InterruptedOperation,
} from '../../testing/interrupted-operations.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempRepository } from '../../testing/temp-repository.js';
import { operationIn } from './repository-obstacle.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

type RepositoryBench = ApprovalBench & { folder: TempRepository };

async function inTheMiddleOf(operation: InterruptedOperation): Promise<RepositoryBench> {
  const repository = cleanup.folder(new TempRepository());
  repositoryWithConflict(repository, { [FEATURE]: statusFile() });
  const bench = (await ApprovalBench.on(cleanup, repository)) as RepositoryBench;
  const said = repository.tryGit(...operation.start);
  if (!(await operationIn(repository.path))) throw new Error(`${operation.name} did not stop: ${said}`);
  return bench;
}

function passed(repository: TempRepository): boolean {
  return /by: 'Ada Lovelace'/.test(repository.read(FEATURE));
}

function trailerOfHead(repository: TempRepository): string {
  return repository.git('log', '-1', '--format=%(trailers:key=HQ-Decision,valueonly)').trim();
}

function merge(): InterruptedOperation {
  return INTERRUPTED[0]!;
}

describe('an approval while git is in the middle of something', () => {
  test.each([...INTERRUPTED, ...REBASES])(
    '$name: written now, and nothing of the operation is touched',
    async (operation) => {
      const bench = await inTheMiddleOf(operation);
      const { folder } = bench;
      const facts = (): string[] => [
        folder.git('rev-parse', 'HEAD'),
        folder.git('ls-files', '--stage'),
        folder.git('status', '--porcelain', '--', 'code.txt'),
      ];
      const before = facts();
      const deciding = bench.decide().catch((error: unknown) => error);
      await bench.looks.asleep();
      expect(passed(folder)).toBe(true);
      expect(facts()).toEqual(before);
      expect(await operationIn(folder.path)).toMatchObject({
        what: expect.stringMatching(operation.words),
      });
      const line = bench.lines.find(({ msg }) => operation.words.test(msg));
      expect(line?.msg).toMatch(/The approval is written and will be committed when that is over \(git /);

      bench.looks.now();
      await bench.looks.asleep(2);
      expect(facts()).toEqual(before);
      expect(bench.lines.filter(({ msg }) => operation.words.test(msg))).toHaveLength(1);
      bench.service.stopWaiting();
      expect(await deciding).toBeInstanceOf(Stopped);
    },
  );

  test.each(INTERRUPTED)('$name: committed when it is over, as that file alone', async (operation) => {
    const bench = await inTheMiddleOf(operation);
    const { folder } = bench;
    const payload = bench.payload();
    const deciding = bench.decidePayload(payload);
    await bench.looks.asleep();
    await finishOperation(folder, operation);
    const theirs = folder.git('rev-parse', 'HEAD').trim();
    bench.looks.now();
    const outcome = await deciding;
    expect(outcome).toEqual({
      ok: true,
      outcome: expect.objectContaining({
        outcome: 'applied',
        commit: folder.git('rev-parse', 'HEAD').trim(),
      }),
    });
    expect(outcome).not.toHaveProperty('outcome.note');
    expect(folder.git('rev-parse', 'HEAD~1').trim()).toBe(theirs);
    expect(folder.git('show', '--name-only', '--format=').trim()).toBe(FEATURE);
    expect(trailerOfHead(folder)).toBe(payload.decision_id);
    expect(folder.git('status', '--porcelain')).toBe('');
  });

  test.each([merge(), ...REBASES])(
    '$name: when their own commit takes the file along, the answer says which',
    async (operation) => {
      const bench = await inTheMiddleOf(operation);
      const { folder } = bench;
      const deciding = bench.decide();
      await bench.looks.asleep();
      await finishOperation(folder, operation, '-A');
      const carrying = folder.git('log', '-1', '--format=%H', '--', FEATURE).trim();
      const before = folder.commits();
      bench.looks.now();
      expect(await deciding).toMatchObject({
        ok: true,
        outcome: {
          outcome: 'applied',
          commit: carrying,
          note: `Another commit (${carrying.slice(0, 10)}) took the approval along.`,
        },
      });
      expect(folder.commits()).toEqual(before);
      expect(folder.git('status', '--porcelain')).toBe('');
    },
  );

  test.each([merge(), ...REBASES])('$name: given up, it is applied all the same', async (operation) => {
    const bench = await inTheMiddleOf(operation);
    const { folder } = bench;
    const payload = bench.payload({ expected: { gate_digest: bench.gateDigest() } });
    const deciding = bench.decidePayload(payload);
    await bench.looks.asleep();
    folder.git(operation.start[0]!, '--abort');
    bench.looks.now();
    expect(await deciding).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', commit: folder.git('rev-parse', 'main').trim() },
    });
    expect(passed(folder)).toBe(true);
    expect(trailerOfHead(folder)).toBe(payload.decision_id);
    expect(folder.git('status', '--porcelain')).toBe('');
  });

  test('when somebody opens the gate differently meanwhile, that is said and nothing is forced', async () => {
    const bench = await inTheMiddleOf(merge());
    const { folder } = bench;
    const deciding = bench.decide({ expected: { gate_digest: bench.gateDigest() } });
    await bench.looks.asleep();
    folder.write(FEATURE, statusFile().replace('{ status: pending }', '{ status: pending, round: 2 }'));
    folder.git('merge', '--abort');
    bench.looks.now();
    expect(await deciding).toMatchObject({
      ok: false,
      refusal: { code: 'STALE', error: expect.stringContaining('Look again') },
    });
    expect(passed(folder)).toBe(false);
  });

  test('an untracked file that their merge commit takes along stays tracked', async () => {
    const repository = cleanup.folder(new TempRepository());
    repositoryWithConflict(repository, {});
    repository.write(FEATURE, statusFile());
    const bench = await ApprovalBench.on(cleanup, repository);
    repository.tryGit('merge', 'theirs~1');
    const deciding = bench.decide();
    await bench.looks.asleep();
    repository.write('code.txt', 'mended\n');
    repository.commitAll('merged');
    bench.looks.now();
    expect(await deciding).toMatchObject({
      ok: true,
      outcome: { note: expect.stringContaining('Another commit') },
    });
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('ls-files', FEATURE).trim()).toBe(FEATURE);
  });

  test('files that are never committed need not wait', async () => {
    const repository = cleanup.folder(new TempRepository());
    repositoryWithConflict(repository, { '.gitignore': 'codev/\n' });
    repository.write(FEATURE, statusFile());
    repository.tryGit('merge', 'theirs~1');
    const bench = await ApprovalBench.on(cleanup, repository);
    expect(await bench.decide()).toMatchObject({
      ok: true,
      outcome: { note: expect.stringContaining('ignores') },
    });
  });

  test('an operation in another worktree is none of ours', async () => {
    const bench = await inTheMiddleOf(merge());
    bench.folder.git('worktree', 'add', '-q', '-b', 'beside', 'tree', 'main');
    const beside = await ApprovalBench.on(cleanup, TempRepository.at(join(bench.folder.path, 'tree')));
    expect(await beside.decide()).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    expect(await operationIn(bench.folder.path)).toBeDefined();
  });
});

describe('what waits', () => {
  test('survives a restart: committed by the next process when the operation is over', async () => {
    const first = await inTheMiddleOf(merge());
    const { folder } = first;
    const payload = first.payload();
    const deciding = first.decidePayload(payload).catch((error: unknown) => error);
    await first.looks.asleep();
    first.service.stopWaiting();
    expect(await deciding).toBeInstanceOf(Stopped);
    expect(await first.room.journal.read(payload.decision_id!)).toMatchObject({ state: 'written' });

    const second = (await ApprovalBench.on(cleanup, folder, first.data)) as RepositoryBench;
    const recovering = second.service.recover();
    const asked = second.decidePayload(payload);
    await second.looks.asleep(2);
    expect(folder.git('log', '--format=%s', '-1').trim()).toBe('three');
    mendConflict(folder);
    folder.git('commit', '-q', '--no-edit');
    second.looks.now();
    await recovering;
    expect(await asked).toMatchObject({
      ok: true,
      outcome: { commit: folder.git('rev-parse', 'HEAD').trim() },
    });
    expect(trailerOfHead(folder)).toBe(payload.decision_id);
    expect(folder.git('log', '--format=%s').match(/Gate approved/g)).toHaveLength(1);
  });

  test('asked for twice while it waits is committed once', async () => {
    const bench = await inTheMiddleOf(merge());
    const payload = bench.payload();
    const both = [bench.decidePayload(payload), bench.decidePayload(payload)];
    await bench.looks.asleep(2);
    const later = [bench.decidePayload(payload), bench.decidePayload(payload)];
    bench.looks.now();
    await bench.looks.asleep(4);
    expect(bench.looks.sleeping).toBe(2);
    bench.folder.git('merge', '--abort');
    bench.looks.now();
    for (const each of await Promise.all(later)) expect(each).toMatchObject({ ok: true });
    // Either of two simultaneous deliveries may be the first.
    const outcomes = (await Promise.all(both)).map((each) => each.ok && each.outcome.outcome);
    expect(outcomes.sort()).toEqual(['already_applied', 'applied']);
    expect(bench.folder.git('rev-list', '--count', 'main').trim()).toBe('4');
  });

  test('does not keep another decision of the same repository from being written', async () => {
    const gates = ['a', 'b'].map((each) => `  ${each}:\n    human_approval: { status: pending }\n`).join('');
    const repository = cleanup.folder(new TempRepository());
    repositoryWithConflict(repository, { [FEATURE]: statusFile({ gates }) });
    const bench = await ApprovalBench.on(cleanup, repository);
    repository.tryGit('merge', 'theirs~1');
    const both = ['a', 'b'].map((each) => bench.decide({ gate: `${each}.human_approval` }));
    await bench.looks.asleep(2);
    expect(repository.read(FEATURE).match(/status: passed/g)).toHaveLength(2);
    mendConflict(repository);
    repository.git('commit', '-q', '--no-edit');
    bench.looks.now();
    // Whichever looks first commits; the other finds its gate in that commit.
    const commits = (await Promise.all(both)).map((each) => each.ok && each.outcome.commit);
    expect(commits).toEqual([repository.git('rev-parse', 'HEAD').trim(), commits[0]]);
    expect(repository.git('show', '--format=', 'HEAD').match(/status: passed/g)).toHaveLength(2);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('is put back when the commit fails in the end, also after a restart', async () => {
    const first = await inTheMiddleOf(merge());
    const { folder } = first;
    const payload = first.payload();
    const deciding = first.decidePayload(payload).catch((error: unknown) => error);
    await first.looks.asleep();
    first.service.stopWaiting();
    await deciding;
    mendConflict(folder);
    folder.git('commit', '-q', '--no-edit');
    folder.hook('pre-commit', 'echo "not today" >&2; exit 1');
    const second = await ApprovalBench.on(cleanup, folder, first.data);
    await second.service.recover();
    expect(folder.read(FEATURE)).toBe(statusFile());
    expect(folder.git('status', '--porcelain')).toBe('');
    expect(await second.decidePayload(payload)).toMatchObject({
      ok: false,
      refusal: { code: 'GIT_FAILED', error: expect.stringContaining('not today') },
    });
  });
});

describe('a lock that nobody lets go of', () => {
  const git = { commandMs: 20_000, othersMs: 20_000, lockPatienceMs: 0 };

  test('is left alone, named, and waited for; the commit follows', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write(FEATURE, statusFile());
    repository.commitAll();
    const bench = await ApprovalBench.on(cleanup, repository, undefined, { git });
    const lock = repository.write('.git/index.lock', '');
    const deciding = bench.decide();
    await bench.looks.asleep();
    expect(existsSync(lock)).toBe(true);
    expect(bench.lines.map(({ msg }) => msg)).toContain(
      `Another git holds ${lock}. The approval is written and will be committed when that file is gone. If no git is running there, remove it.`,
    );
    bench.looks.now();
    await bench.looks.asleep(2);
    unlinkSync(lock);
    bench.looks.now();
    expect(await deciding).toMatchObject({ ok: true, outcome: { outcome: 'applied' } });
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('of an untracked file leaves it untracked until then', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('README.md', 'hello\n');
    repository.commitAll();
    repository.write(FEATURE, statusFile());
    const bench = await ApprovalBench.on(cleanup, repository, undefined, { git });
    const lock = repository.write('.git/index.lock', '');
    const deciding = bench.decide();
    await bench.looks.asleep();
    unlinkSync(lock);
    expect(repository.git('status', '--porcelain', '-uall')).toBe(`?? ${FEATURE}\n`);
    bench.looks.now();
    expect(await deciding).toMatchObject({ ok: true, outcome: { commit: expect.any(String) } });
  });

  test('of a branch is waited for too', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write(FEATURE, statusFile());
    repository.commitAll();
    const bench = await ApprovalBench.on(cleanup, repository, undefined, { git });
    const lock = repository.write('.git/refs/heads/main.lock', '');
    const deciding = bench.decide();
    await bench.looks.asleep();
    expect(bench.lines.at(-1)?.msg).toMatch(/will be committed.*main\.lock/s);
    unlinkSync(lock);
    bench.looks.now();
    expect(await deciding).toMatchObject({ ok: true });
    expect(passed(repository)).toBe(true);
    expect(repository.git('log', '-1', '--format=%s')).toContain(GATE);
  });
});
