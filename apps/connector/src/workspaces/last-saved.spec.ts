import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { lastSaved } from './last-saved.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const NOON = Date.parse('2026-03-02T12:00:00.000Z');
const MINUTE = 60_000;

function stage() {
  const repository = cleanup.folder(new TempRepository());
  repository.write('.gitignore', 'node_modules/\n');
  repository.write('src/queue.ts', 'export {};\n');
  repository.commitAll();
  const save = (path: string, at: number): void => {
    repository.write(path, `saved ${at}\n`);
    utimesSync(join(repository.path, path), at / 1000, at / 1000);
  };
  return { repository, save };
}

describe('when something was saved last', () => {
  test('is when the newest file was that is not committed', async () => {
    const { repository, save } = stage();
    expect(await lastSaved(repository.path)).toBe(0);
    save('src/queue.ts', NOON);
    expect(await lastSaved(repository.path)).toBe(NOON);
    save('src/deep/new file.ts', NOON + MINUTE);
    expect(await lastSaved(repository.path)).toBe(NOON + MINUTE);
    save('src/deep/new file.ts', NOON + 2 * MINUTE);
    expect(await lastSaved(repository.path)).toBe(NOON + 2 * MINUTE);
  });

  test('is not told by what is ignored, deleted, or of tomorrow', async () => {
    const { repository, save } = stage();
    save('node_modules/x/index.js', NOON);
    save('src/later.ts', Date.now() + 60 * MINUTE);
    repository.git('rm', '-q', 'src/queue.ts');
    expect(await lastSaved(repository.path)).toBe(0);
  });

  test('is told by the tracked files also among more new ones than are looked at', async () => {
    const { repository, save } = stage();
    for (let nth = 0; nth < 600; nth++) save(`a-dump/${'long-name-'.repeat(20)}${nth}.txt`, NOON);
    save('src/queue.ts', NOON + MINUTE);
    expect(await lastSaved(repository.path)).toBe(NOON + MINUTE);
  });

  test.each(['--assume-unchanged', '--skip-worktree'])('is told by a file with %s too', async (hidden) => {
    const { repository, save } = stage();
    repository.git('update-index', hidden, 'src/queue.ts');
    save('src/queue.ts', NOON);
    expect(await lastSaved(repository.path)).toBe(NOON);
    expect(repository.git('ls-files', '-v', 'src/queue.ts')).toMatch(/^[hS] /);
  });

  test('is nobody’s question any more once it is stopped', async () => {
    const { repository, save } = stage();
    save('src/queue.ts', NOON);
    expect(await lastSaved(repository.path, AbortSignal.abort())).toBe(0);
  });

  test('takes no lock, writes nothing, and is unknown where there is no git', async () => {
    const { repository, save } = stage();
    save('src/queue.ts', NOON);
    repository.write('.git/index.lock', '');
    expect(await lastSaved(repository.path)).toBe(NOON);
    expect(await lastSaved(cleanup.folder(new TempFolder()).path)).toBe(0);
  });
});
