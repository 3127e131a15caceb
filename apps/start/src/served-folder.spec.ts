import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { servedFolders, withoutGit } from './served-folder.ts';

describe('the folders that are served', () => {
  let folder: string;
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'codev-hq-served-')));
    mkdirSync(join(folder, 'shop/.git'), { recursive: true });
    mkdirSync(join(folder, 'shop/src'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('are the checkouts the paths lie in, each once', () => {
    symlinkSync(join(folder, 'shop'), join(folder, 'link'));
    const paths = ['shop', 'shop/src', 'link'].map((path) => join(folder, path));
    expect(servedFolders(paths)).toEqual([{ path: join(folder, 'shop'), isRepository: true }]);
    expect(withoutGit(servedFolders(paths))).toEqual([]);
  });

  test('may be worktrees', () => {
    mkdirSync(join(folder, 'tree'));
    writeFileSync(join(folder, 'tree/.git'), 'gitdir: elsewhere\n');
    expect(servedFolders([join(folder, 'tree')])).toEqual([
      { path: join(folder, 'tree'), isRepository: true },
    ]);
  });

  test('without git are named with what that means', () => {
    mkdirSync(join(folder, 'plain'));
    expect(withoutGit(servedFolders([join(folder, 'plain'), join(folder, 'shop')]))).toEqual([
      '! `plain` is not a git repository: decisions are written into its files, but nothing is committed.',
    ]);
  });
});
