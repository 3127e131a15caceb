import { chmodSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { Cleanup } from '../../testing/running-connector.js';
import { TempFolder } from '../../testing/temp-repository.js';
import { bytesDigest } from './gate-edit.js';
import { overwriteFile, replaceFile } from './replace-file.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const NEW = Buffer.from('new');

describe('C14 a file is replaced whole or not at all', () => {
  test('with its mode, when it is what was read', async () => {
    const folder = cleanup.folder(new TempFolder());
    const path = folder.write('file.md', 'old');
    chmodSync(path, 0o646);
    expect(await replaceFile(path, NEW, bytesDigest(Buffer.from('old')))).toEqual({ kind: 'replaced' });
    expect(folder.read('file.md')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o646);
    expect(readdirSync(folder.path)).toEqual(['file.md']);
  });

  test('not when it changed since, and nothing is left behind', async () => {
    const folder = cleanup.folder(new TempFolder());
    const path = folder.write('file.md', 'somebody’s');
    expect(await replaceFile(path, NEW, bytesDigest(Buffer.from('old')))).toEqual({ kind: 'changed' });
    expect(readdirSync(folder.path)).toEqual(['file.md']);
    expect(folder.read('file.md')).toBe('somebody’s');
  });

  test('not when it is gone', async () => {
    const folder = cleanup.folder(new TempFolder());
    expect(await replaceFile(`${folder.path}/gone.md`, NEW, '')).toEqual({ kind: 'changed' });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('not when its folder leads elsewhere by now', async () => {
    const folder = cleanup.folder(new TempFolder());
    const elsewhere = cleanup.folder(new TempFolder());
    const path = folder.write('status/file.md', 'old');
    elsewhere.write('file.md', 'old');
    rmSync(dirname(path), { recursive: true });
    symlinkSync(elsewhere.path, dirname(path));
    expect(await replaceFile(path, NEW, bytesDigest(Buffer.from('old')))).toEqual({ kind: 'changed' });
    expect(elsewhere.read('file.md')).toBe('old');
  });

  test('not when it cannot be: the words of the system come back', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write('folder/inner.md', 'x');
    const result = await replaceFile(`${folder.path}/folder`, NEW, '');
    expect(result).toMatchObject({ kind: 'failed', words: expect.stringMatching(/EISDIR/) });
    expect(readdirSync(folder.path)).toEqual(['folder']);
  });
});

describe('C14 a file is put back where there is no room for two', () => {
  test('when it is what was written, with its mode', async () => {
    const folder = cleanup.folder(new TempFolder());
    const path = folder.write('file.md', 'what was written');
    chmodSync(path, 0o646);
    const expected = bytesDigest(Buffer.from('what was written'));
    expect(await overwriteFile(path, NEW, expected)).toEqual({ kind: 'replaced' });
    expect(folder.read('file.md')).toBe('new');
    expect(statSync(path).mode & 0o777).toBe(0o646);
  });

  test('not when somebody changed it since, and not when it is gone', async () => {
    const folder = cleanup.folder(new TempFolder());
    const path = folder.write('file.md', 'somebody’s');
    expect(await overwriteFile(path, NEW, bytesDigest(NEW))).toEqual({ kind: 'changed' });
    expect(folder.read('file.md')).toBe('somebody’s');
    expect(await overwriteFile(`${path}-gone`, NEW, '')).toMatchObject({ kind: 'failed' });
  });
});
