import { ApprovalBench, FEATURE } from '../../testing/approval-bench.js';
import { isRunning } from '../../testing/processes.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { ClonedRepository, isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const NOT_PUSHED = 'The commit is on that machine, but was not pushed: ';

/** A bare repository, a clone of it that has the status file, and approvals that are pushed. */
function cloned() {
  const seed = cleanup.folder(new TempRepository());
  seed.write(FEATURE, statusFile());
  seed.commitAll();
  const origin = cleanup.folder(new ClonedRepository(seed, '--bare'));
  const clone = cleanup.folder(new ClonedRepository(origin));
  const decide = async (othersMs = 30_000) => {
    const git = { commandMs: 30_000, othersMs, lockPatienceMs: 0 };
    const bench = await ApprovalBench.on(cleanup, clone, undefined, { push: true, git });
    const outcome = await bench.decide();
    if (!outcome.ok) throw new Error(outcome.refusal.error);
    expect(outcome.outcome).toMatchObject({
      outcome: 'applied',
      commit: clone.git('log', '-1', '--format=%H', '--', FEATURE).trim(),
    });
    expect(clone.git('status', '--porcelain')).toBe('');
    return outcome.outcome;
  };
  return { origin, clone, decide };
}

describe('with CODEV_PUSH=1 the commit', () => {
  test('is pushed to the branch’s upstream, whatever it is called there', async () => {
    const { origin, clone, decide } = cloned();
    clone.git('checkout', '-q', '-b', 'mine');
    clone.git('push', '-q', '-u', 'origin', 'mine:theirs');
    const outcome = await decide();
    expect(outcome).toMatchObject({ pushed: true });
    expect(outcome).not.toHaveProperty('note');
    expect(origin.git('rev-parse', 'theirs').trim()).toBe(outcome.commit);
    expect(origin.git('rev-parse', 'main').trim()).not.toBe(outcome.commit);
  });

  test('is kept when the upstream moved on', async () => {
    const { origin, decide } = cloned();
    const other = cleanup.folder(new ClonedRepository(origin));
    other.write('more.txt', 'more\n');
    const theirs = other.commitAll();
    other.git('push', '-q');
    expect(await decide()).toMatchObject({
      pushed: false,
      note: expect.stringMatching(
        new RegExp(
          `^${NOT_PUSHED}origin has commits that are not here\\. Pull and push by hand\\. git said: `,
        ),
      ),
    });
    expect(origin.git('rev-parse', 'main').trim()).toBe(theirs);
  });

  test('is kept when the remote refuses it', async () => {
    const { origin, decide } = cloned();
    origin.hook('pre-receive', 'echo "main is protected" >&2; exit 1');
    const { pushed, note } = await decide();
    expect(pushed).toBe(false);
    expect(note).toMatch(/origin refuses it by a rule of its own\. Push another way\./);
    expect(note).toMatch(/main is protected/);
  });

  test('is kept when the remote is gone', async () => {
    const { origin, decide } = cloned();
    origin.remove();
    const { pushed, note } = await decide();
    expect(pushed).toBe(false);
    expect(note).toMatch(/Push by hand when this is mended\. git said: /);
  });

  test('is kept when the remote does not answer in time, and nothing is left running', async () => {
    const { clone, decide } = cloned();
    clone.hook('pre-push', 'echo $$ > .git/pusher; sleep 300');
    const { pushed, note } = await decide(3_000);
    expect(pushed).toBe(false);
    expect(note).toMatch(/origin did not answer in time\. Push by hand when it is back\./);
    expect(isRunning(Number(clone.read('.git/pusher')))).toBe(false);
  });

  test('is kept when the remote asks who is there, and nobody is asked', async () => {
    const { clone, decide } = cloned();
    const asking = cleanup.folder(new TempFolder());
    asking.write(
      'git-remote-ask',
      '#!/bin/sh\n(: < /dev/tty) 2>/dev/null && read password < /dev/tty\necho "who are you?" >&2\nexit 128\n',
    );
    clone.git('remote', 'set-url', 'origin', 'ask://somewhere');
    const before = process.env['PATH'];
    process.env['PATH'] = `${asking.path}:${before ?? ''}`;
    asking.executable('git-remote-ask');
    try {
      expect(await decide()).toMatchObject({ pushed: false, note: expect.stringContaining('who are you?') });
    } finally {
      process.env['PATH'] = before;
    }
  });

  test('is kept, and told how to push, when the branch has no upstream', async () => {
    const { clone, decide } = cloned();
    clone.git('checkout', '-q', '-b', 'mine');
    expect(await decide()).toMatchObject({
      pushed: false,
      note: `${NOT_PUSHED}the branch mine has no upstream. Push it once with: git push -u <remote> mine.`,
    });
  });

  test('is kept on a detached HEAD', async () => {
    const { clone, decide } = cloned();
    clone.git('checkout', '-q', '--detach');
    const { pushed, note } = await decide();
    expect(pushed).toBe(false);
    expect(note).toMatch(/^HEAD is detached there.*HEAD is on no branch\. Push the commit by hand\.$/);
  });

  test('is pushed by the next process when this one died in between', async () => {
    const { origin, clone } = cloned();
    const first = await ApprovalBench.on(cleanup, clone, undefined, { push: true });
    const payload = first.payload();
    const { journal } = first.room;
    const save = journal.save.bind(journal);
    clone.hook('pre-push', 'exit 1');
    journal.save = async (entry) => {
      if (entry.state === 'committed') throw new Error('killed');
      await save(entry);
    };
    await expect(first.decidePayload(payload)).rejects.toThrow('killed');
    clone.hook('pre-push', 'exit 0');
    const second = await ApprovalBench.on(cleanup, clone, first.data, { push: true });
    await second.service.recover();
    const head = clone.git('rev-parse', 'HEAD').trim();
    expect(await second.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'already_applied', pushed: true, commit: head },
    });
    expect(origin.git('rev-parse', 'main').trim()).toBe(head);
  });
});

test('without it nothing is pushed, and nothing is said of pushing', async () => {
  const { origin, clone } = cloned();
  const bench = await ApprovalBench.on(cleanup, clone);
  const outcome = await bench.decide();
  expect(outcome).toMatchObject({ ok: true });
  expect(outcome).not.toHaveProperty('outcome.pushed');
  expect(origin.git('rev-list', '--count', 'main').trim()).toBe('1');
});
