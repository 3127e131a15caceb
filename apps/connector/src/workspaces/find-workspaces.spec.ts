import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Cleanup } from '../../testing/running-connector.js';
import { ClonedRepository, isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { findWorkspaces } from './find-workspaces.js';
import { remoteWithoutCredentials } from './git-remote.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

async function found(...paths: string[]) {
  const result = await findWorkspaces(paths, '/');
  if (!result.ok) throw new Error(result.error);
  return result.workspaces;
}

describe('the workspaces of a command line', () => {
  test('are the checkouts the paths lie in, by their real paths, each once', async () => {
    const repository = cleanup.folder(new TempRepository());
    const links = cleanup.folder(new TempFolder());
    mkdirSync(join(repository.path, 'deep/down'), { recursive: true });
    symlinkSync(repository.path, join(links.path, 'link'));
    expect(
      await found(join(links.path, 'link'), join(repository.path, 'deep/down'), repository.path),
    ).toEqual([{ path: repository.path, name: basename(repository.path), isRepository: true }]);
  });

  test('relative paths start at the current directory', async () => {
    const repository = cleanup.folder(new TempRepository());
    expect(await findWorkspaces(['.'], repository.path)).toMatchObject({
      ok: true,
      workspaces: [{ path: repository.path }],
    });
  });

  test('may be folders without git', async () => {
    const folder = cleanup.folder(new TempFolder());
    expect(await found(folder.path)).toMatchObject([{ path: folder.path, isRepository: false }]);
  });

  test('a worktree leads to its main checkout, and is not a project of its own', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('a', 'a');
    repository.commitAll();
    repository.git('worktree', 'add', '-q', 'tree');
    expect(await found(join(repository.path, 'tree'), repository.path)).toMatchObject([
      { path: repository.path, isRepository: true },
    ]);
  });

  test.each(['missing', 'a-file'])(
    'are refused with one line when a path is no directory: %s',
    async (name) => {
      const folder = cleanup.folder(new TempFolder());
      folder.write('a-file', '');
      const result = await findWorkspaces([name], folder.path);
      expect(result).toEqual({
        ok: false,
        error: `${name} is not a directory. Give the path of a git repository.`,
      });
    },
  );

  test('are refused when a path is a bare repository, also from inside, with one line that says what to do', async () => {
    const seed = cleanup.folder(new TempRepository());
    seed.write('a', 'a');
    seed.commitAll();
    const bare = cleanup.folder(new ClonedRepository(seed, '--bare'));
    for (const path of [bare.path, join(bare.path, 'refs/heads')])
      expect(await findWorkspaces([path], '/')).toEqual({
        ok: false,
        error: `${path} is a bare repository: it has no files to watch. Give the path of a clone of it, or of a worktree (git worktree add).`,
      });
    expect(await findWorkspaces([join(seed.path, '.git')], '/')).toEqual({
      ok: false,
      error: `${join(seed.path, '.git')} is git’s own folder. Give the path of the checkout it belongs to.`,
    });
  });

  test('may be worktrees of a bare repository', async () => {
    const seed = cleanup.folder(new TempRepository());
    seed.write('a', 'a');
    seed.commitAll();
    const bare = cleanup.folder(new ClonedRepository(seed, '--bare'));
    bare.git('worktree', 'add', '-q', '-b', 'beside', 'tree');
    const tree = join(bare.path, 'tree');
    expect(await found(tree)).toMatchObject([{ path: tree, isRepository: true }]);
  });

  test('tell where they come from, without credentials', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.git('remote', 'add', 'origin', 'https://ada:token@git.example.org/team/repo.git');
    expect(await found(repository.path)).toMatchObject([
      { gitRemote: 'https://git.example.org/team/repo.git' },
    ]);
  });
});

describe('a remote without credentials', () => {
  test.each([
    ['git@github.com:cluesmith/codev.git', 'git@github.com:cluesmith/codev.git'],
    ['ssh://git@host/repo.git', 'ssh://git@host/repo.git'],
    ['ssh://git:secret@host/repo.git', 'ssh://git@host/repo.git'],
    ['https://token@host/repo.git', 'https://host/repo.git'],
    ['https://host/repo.git?access_token=secret#secret', 'https://host/repo.git'],
    ['/srv/git/repo.git', '/srv/git/repo.git'],
    ['https://[secret', undefined],
    ['', undefined],
  ])('%s', (remote, shown) => expect(remoteWithoutCredentials(remote)).toBe(shown));
});
