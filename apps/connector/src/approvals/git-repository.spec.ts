import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit, TempRepository } from '../../testing/temp-repository.js';
import { GitRepository } from './git-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const ADA = { name: 'Ada Lovelace', email: 'ada@example.org' };

describe('a file that git did not know when it was looked at', () => {
  const stage = () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('README.md', 'Shop\n');
    repository.commitAll();
    repository.hook('pre-commit', 'exit 1');
    repository.write('codev/status/0068.md', 'asked\n');
    const commit = () =>
      new GitRepository(repository.path).commit({
        path: 'codev/status/0068.md',
        state: 'untracked',
        message: 'approved\n',
        author: ADA,
        authoredAt: new Date('2026-03-02T12:00:00.000Z'),
      });
    return { repository, commit };
  };

  test('is as little in the index as before when it cannot be committed', async () => {
    const { repository, commit } = stage();
    expect(await commit()).toMatchObject({ ok: false });
    expect(repository.git('status', '--porcelain', '-uall')).toBe('?? codev/status/0068.md\n');
  });

  test.each([
    ['committed', ['-c', 'core.hooksPath=/dev/null', 'commit', '-q', '-m', 'theirs'], ' M'],
    ['staged', ['status'], 'AM'],
  ])('stays in the index where an agent has %s it since', async (_, args, state) => {
    const { repository, commit } = stage();
    repository.git('add', '-A');
    repository.git(...args);
    repository.write('codev/status/0068.md', 'approved by Ada\n');
    expect(await commit()).toMatchObject({ ok: false });
    expect(repository.git('status', '--porcelain', '-uall')).toBe(`${state} codev/status/0068.md\n`);
  });
});
