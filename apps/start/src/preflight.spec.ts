import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preflight } from './preflight.ts';
import { readSettings } from './start-settings.ts';

describe('before the start', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-preflight-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const settings = (overrides: NodeJS.ProcessEnv = {}, args: string[] = []) =>
    readSettings(args, { CODEV_HQ_DATA_DIR: join(folder, 'data'), PORT: '0', ...overrides }, folder);

  test('port 0 becomes a free port, and the folders exist for their owner alone', async () => {
    await expect(preflight(folder, settings())).resolves.toBeGreaterThan(0);
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  test('a taken port is named with the way out', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(preflight(folder, settings({ PORT: String(port) }))).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is taken. Stop what uses it, or pick another: \`PORT=4400 npm start\``,
    );
    await new Promise((resolve) => server.close(resolve));
  });

  test('an address of another machine is refused', async () => {
    await expect(preflight(folder, settings({ HOST: '192.0.2.1' }))).rejects.toThrow(
      '192.0.2.1 is no address of this machine',
    );
  });

  test('a path that is no directory is named', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(preflight(folder, settings({}, ['file']))).rejects.toThrow(
      `${join(folder, 'file')} is not a directory.`,
    );
    await expect(preflight(folder, settings({}, ['gone']))).rejects.toThrow(
      `${join(folder, 'gone')} is not a directory.`,
    );
  });

  test('a data folder that cannot be written is named', async () => {
    writeFileSync(join(folder, 'file'), '');
    const dir = join(folder, 'file', 'data');
    await expect(preflight(folder, settings({ CODEV_HQ_DATA_DIR: dir }))).rejects.toThrow(
      `${dir} cannot be written (ENOTDIR)`,
    );
  });

  test('a data folder where the system makes none is named, not tried for ever', async () => {
    const dir = '/proc/codev-hq/data';
    await expect(preflight(folder, settings({ CODEV_HQ_DATA_DIR: dir }))).rejects.toThrow(
      `${dir} cannot be written`,
    );
  });
});
