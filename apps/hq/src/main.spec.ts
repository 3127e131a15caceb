import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { databaseOf, type Engine } from '../testing/engines.js';
import { FakeMachine } from '../testing/fake-machine.js';

// What is bundled differs from what the other specs run: this one has every part of it work once.
const DIST = join(__dirname, '../../../dist/apps/hq');
const MAIN = join(DIST, 'main.js');
const run = promisify(execFile);

describe.each<Engine>(['SQLite', 'PostgreSQL'])('on %s', (engine) => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'codev-main-'));
    const { databaseUrl } = await databaseOf(engine);
    env = {
      PATH: process.env['PATH'],
      HOME: folder,
      PORT: '0',
      CODEV_HQ_DATA_DIR: join(folder, 'data'),
      CODEV_HQ_API_KEY: 'dev-key-spike',
      CODEV_HQ_DASHBOARD_DIR: folder,
      ...(databaseUrl !== undefined && { CODEV_HQ_DATABASE_URL: databaseUrl }),
    };
  });

  afterEach(async () => {
    if (child?.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    child = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const command = async (...args: string[]) =>
    (await run(process.execPath, [MAIN, ...args], { env })).stdout.trim();

  /** Resolves with the address it says. */
  async function start(): Promise<string> {
    child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface(child.stdout!)) {
      const [, url] = /^Codev HQ is at (\S+)$/.exec(line) ?? [];
      if (url !== undefined) return url;
    }
    throw new Error('HQ ended before it said where it is.');
  }

  async function stop(): Promise<number | null> {
    child?.kill('SIGTERM');
    if (child?.exitCode === null) await once(child, 'exit');
    return child?.exitCode ?? null;
  }

  it('the built HQ answers, keeps what a machine reports over a restart, and stops when told to', async () => {
    await FakeMachine.registered(await start(), 'dev-key-spike');
    expect(await stop()).toBe(0);

    const key = await command('keys', 'create', '--name', 'script', '--scopes', 'read');
    const headers = { authorization: `Bearer ${key}` };
    const state = await fetch(`${await start()}/api/state`, { headers });
    expect(await state.json()).toMatchObject({ instances: [{ online: false }] });
    expect(await stop()).toBe(0);
  });

  it('the built command line makes keys, verifies the audit log, backs up and restores', async () => {
    expect(await command('keys', 'create', '--name', 'laptop', '--scopes', 'connector')).toMatch(/^chq_/);
    expect(await command('link', '--name', 'Ada Lovelace', '--email', 'ada@example.org')).toMatch(
      /#[\w-]{43}$/,
    );
    expect(await command('audit', 'verify')).toContain('The audit log is whole:');
    const backup = join(folder, 'backup.sqlite');
    expect(await command('backup', backup)).toContain('Backed up');
    await expect(command('restore', backup)).rejects.toThrow('--force');
    expect(await command('restore', backup, '--force')).toContain('the audit log is whole');
    expect(await command('keys', 'list')).toContain('laptop');
  });

  it('what was compiled is kept beside it for the next start', async () => {
    await command('help');
    expect(existsSync(join(DIST, '.compiled'))).toBe(true);
  });
});
