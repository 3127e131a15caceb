import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanup } from '../../testing/running-connector.js';
import { TempFolder } from '../../testing/temp-repository.js';
import { prepareDataFolder, writeDurably } from './data-folder.js';
import { instanceIdentity } from './instance-identity.js';
import { lockDataFolder } from './single-instance-lock.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('the data folder', () => {
  test('is made for its owner’s eyes only', async () => {
    const folder = cleanup.folder(new TempFolder());
    const path = join(folder.path, 'deep/down');
    expect(await prepareDataFolder(path)).toBeUndefined();
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test('that is a file is refused with one line that says what to set', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write('file', '');
    for (const path of ['file', 'file/below'])
      expect(await prepareDataFolder(join(folder.path, path))).toMatch(/CODEV_CONNECTOR_DATA_DIR/);
  });

  test('where the system makes none is refused, not tried for ever', async () => {
    expect(await prepareDataFolder('/proc/codev-hq/data')).toMatch(/CODEV_CONNECTOR_DATA_DIR/);
  });

  test('keeps files whole: what is replaced leaves nothing behind', async () => {
    const folder = cleanup.folder(new TempFolder());
    const path = join(folder.path, 'x');
    await writeDurably(path, 'one');
    await writeDurably(path, 'two');
    expect(readdirSync(folder.path)).toEqual(['x']);
    expect(folder.read('x')).toBe('two');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe('C13 the instance id', () => {
  test('is chosen once and kept', async () => {
    const folder = cleanup.folder(new TempFolder());
    const id = await instanceIdentity(folder.path);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await instanceIdentity(folder.path)).toBe(id);
    expect(await instanceIdentity(cleanup.folder(new TempFolder()).path)).not.toBe(id);
  });

  test('that is damaged is chosen anew', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write('instance-id', 'half');
    const id = await instanceIdentity(folder.path);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(await instanceIdentity(folder.path)).toBe(id);
  });
});

describe('the lock on a data folder', () => {
  test('is refused while a running process has it, and free when released', async () => {
    const folder = cleanup.folder(new TempFolder());
    const lock = await lockDataFolder(folder.path);
    expect(await lockDataFolder(folder.path)).toEqual({
      ok: false,
      error: expect.stringMatching(new RegExp(`process ${process.pid}.*CODEV_CONNECTOR_DATA_DIR`)),
    });
    if (lock.ok) await lock.release();
    expect(await lockDataFolder(folder.path)).toMatchObject({ ok: true });
  });

  test('left by a process that is gone is taken over', async () => {
    const folder = cleanup.folder(new TempFolder());
    const { pid } = spawnSync(process.execPath, ['--version']);
    folder.write('connector.lock', `${pid} 1 x\n`);
    expect(await lockDataFolder(folder.path)).toMatchObject({ ok: true });
    expect(readdirSync(folder.path)).toEqual(['connector.lock']);
  });

  test('whose process id was given out again is taken over', async () => {
    const folder = cleanup.folder(new TempFolder());
    const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    try {
      await once(sleeper, 'spawn');
      folder.write('connector.lock', `${sleeper.pid ?? 0} another-start x\n`);
      expect(await lockDataFolder(folder.path)).toMatchObject({ ok: true });
    } finally {
      sleeper.kill();
    }
  });

  test('that makes no sense is taken over', async () => {
    const folder = cleanup.folder(new TempFolder());
    for (const damage of ['', 'nonsense', '-1 x', '0 x']) {
      folder.write('connector.lock', damage);
      const lock = await lockDataFolder(folder.path);
      expect(lock).toMatchObject({ ok: true });
      if (lock.ok) await lock.release();
    }
  });

  test('is wanted by many at once and had by one', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write('connector.lock', '1 never x\n');
    const locks = await Promise.all(Array.from({ length: 8 }, () => lockDataFolder(folder.path)));
    expect(locks.filter(({ ok }) => ok)).toHaveLength(1);
    expect(readFileSync(join(folder.path, 'connector.lock'), 'utf8')).toContain(String(process.pid));
  });
});
