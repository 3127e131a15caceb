import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FakeBaseHq } from '../testing/fake-base-hq.js';
import { end } from '../testing/processes.js';
import { Cleanup } from '../testing/running-connector.js';
import { ScriptedHq } from '../testing/scripted-hq.js';
import { statusFile } from '../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../testing/temp-repository.js';
import { identityOf, isAlive } from './workspaces/process-identity.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const MAIN = join(__dirname, '../../../dist/apps/connector/main.js');

/** The built connector as a process of its own. */
class Process {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  private readonly watchers = new Set<() => void>();

  constructor(args: string[], env: NodeJS.ProcessEnv, cwd?: string) {
    this.child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
      cwd,
    });
    this.child.stdout?.on('data', (data: Buffer) => {
      this.stdout += data.toString();
      for (const look of this.watchers) look();
    });
    this.child.stderr?.on('data', (data: Buffer) => (this.stderr += data.toString()));
    cleanup.add(this.child, end);
  }

  said(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Never said ${pattern.source}: ${this.stdout}`)),
        10_000,
      );
      const look = (): void => {
        if (!pattern.test(this.stdout)) return;
        clearTimeout(timer);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  async exitCode(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
    return this.child.exitCode;
  }
}

describe('C1 the built connector', () => {
  test.each<[string, string[], NodeJS.ProcessEnv, RegExp]>([
    ['without CODEV_HQ_URL', [], {}, /CODEV_HQ_URL is not set/],
    ['with a bad URL', [], { CODEV_HQ_URL: 'nonsense' }, /not a WebSocket URL/],
    [
      'with a path that is no directory',
      ['/nowhere'],
      { CODEV_HQ_URL: 'ws://127.0.0.1:9/ws' },
      /\/nowhere is not a directory/,
    ],
    ['with a misspelt command, before all else,', ['doctr'], {}, /^doctr is not a directory.*--help/],
    ['with an unknown option', ['--nope'], {}, /--help/],
  ])('%s says one line and exits with 1', async (_, args, env, line) => {
    const connector = new Process(args, env);
    expect(await connector.exitCode()).toBe(1);
    expect(connector.stderr).toMatch(line);
    expect(connector.stderr.trim().split('\n')).toHaveLength(1);
    expect(connector.stdout).toBe('');
  });

  test('with a data directory that is a file says one line and exits with 1', async () => {
    const folder = cleanup.folder(new TempFolder());
    folder.write('file', '');
    const env = { CODEV_HQ_URL: 'ws://127.0.0.1:9/ws', CODEV_CONNECTOR_DATA_DIR: join(folder.path, 'file') };
    const connector = new Process([folder.path], env);
    expect(await connector.exitCode()).toBe(1);
    expect(connector.stderr).toMatch(/^The data directory .* CODEV_CONNECTOR_DATA_DIR .*\n$/);
  });

  test('explains itself', async () => {
    const connector = new Process(['--help'], {});
    expect(await connector.exitCode()).toBe(0);
    expect(connector.stdout).toContain('CODEV_HQ_API_KEY');
  });

  test('examines the machine, also without an HQ, and leaves no trace', async () => {
    const repository = cleanup.folder(new TempRepository());
    repository.write('codev/status/0068-feature.md', statusFile());
    const data = cleanup.folder(new TempFolder());
    const env = { CODEV_CONNECTOR_DATA_DIR: join(data.path, 'data') };
    const doctor = new Process(['doctor', repository.path], env);
    expect(await doctor.exitCode()).toBe(0);
    expect(doctor.stdout).toContain('waits for a person: specify_to_plan.human_approval');
    expect(doctor.stderr).toBe('');
    expect(readdirSync(data.path)).toEqual([]);
    const hq = cleanup.add(await new ScriptedHq().listen(), (each) => each.close());
    const told = { ...env, CODEV_HQ_URL: hq.url, CODEV_HQ_API_KEY: 'very-secret' };
    const knocking = new Process(['doctor', repository.path], told);
    expect(await knocking.exitCode()).toBe(0);
    expect(knocking.stdout).toContain('HQ answers there and takes the key');
    hq.refusals = [401];
    const refused = new Process(['doctor', repository.path], told);
    expect(await refused.exitCode()).toBe(1);
    expect(refused.stdout).toContain('HQ does not know this key');
    const wrong = new Process(['doctor', '/nowhere'], {});
    expect(await wrong.exitCode()).toBe(1);
    expect(wrong.stderr).toMatch(/^\/nowhere is not a directory.*\n$/);
  });

  test('serves the current directory, is alone on its data, stops cleanly and comes back as the same', async () => {
    const hq = cleanup.add(await new FakeBaseHq().listen(), (each) => each.close());
    const repository = cleanup.folder(new TempRepository());
    const data = cleanup.folder(new TempFolder());
    repository.write('codev/status/0068-feature.md', statusFile());
    const env = {
      CODEV_HQ_URL: hq.url,
      CODEV_HQ_API_KEY: 'very-secret',
      CODEV_CONNECTOR_DATA_DIR: data.path,
    };

    const first = new Process([], env, repository.path);
    await hq.updateOf('codev/status/0068-feature.md');
    const second = new Process([], env, repository.path);
    expect(await second.exitCode()).toBe(1);
    expect(second.stderr).toMatch(/^Another connector \(process \d+\).*\n$/);

    const stopping = Date.now();
    first.child.kill('SIGTERM');
    expect(await first.exitCode()).toBe(0);
    expect(Date.now() - stopping).toBeLessThan(5_000);
    expect(first.stdout + first.stderr).not.toContain('very-secret');

    const third = new Process([], env, repository.path);
    await third.said(/connected to HQ/);
    const ids = hq.of('register').map((each) => each['instance_id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  test('killed with -9 while git commits: after a restart the decision is applied once', async () => {
    const hq = cleanup.add(await new FakeBaseHq().listen(), (each) => each.close());
    const repository = cleanup.folder(new TempRepository());
    const data = cleanup.folder(new TempFolder());
    repository.write('codev/status/0068-feature.md', statusFile());
    repository.commitAll();
    const env = { CODEV_HQ_URL: hq.url, CODEV_CONNECTOR_DATA_DIR: data.path };
    const first = new Process([repository.path], env);
    await first.said(/synced 1/);
    repository.hook(
      'pre-commit',
      `test -e .git/passed && exit 0; touch .git/passed; kill -9 ${first.child.pid ?? 0}; exit 1`,
    );
    hq.send('approval', approvalIn(repository));
    await first.exitCode();
    expect(first.child.signalCode).toBe('SIGKILL');
    expect(repository.commits()).toHaveLength(1);

    const second = new Process([repository.path], env);
    await second.said(/applied in commit/);
    await second.said(/synced 1/);
    const response = await hq.responseTo(hq.send('approval', approvalIn(repository)));
    expect(response).toMatchObject({ success: true, payload: { outcome: 'already_applied' } });
    expect(repository.commits()).toHaveLength(2);
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('killed with -9 while a hook blocks: after a restart there is one commit, and nothing left running', async () => {
    const hq = cleanup.add(await new FakeBaseHq().listen(), (each) => each.close());
    const repository = cleanup.folder(new TempRepository());
    const data = cleanup.folder(new TempFolder());
    repository.write('codev/status/0068-feature.md', statusFile());
    repository.commitAll();
    repository.hook('pre-commit', 'echo $$ > .git/hook-pid; sleep 300');
    const env = { CODEV_HQ_URL: hq.url, CODEV_CONNECTOR_DATA_DIR: data.path };

    const first = new Process([repository.path], env);
    await first.said(/synced 1/);
    hq.send('approval', approvalIn(repository));
    const running = join(data.path, 'running');
    await eventually(
      () =>
        existsSync(running) &&
        readdirSync(running).some((name) => !name.endsWith('.begun')) &&
        existsSync(join(repository.path, '.git/hook-pid')),
    );
    first.child.kill('SIGKILL');
    await first.exitCode();
    expect(repository.commits()).toHaveLength(1);
    repository.hook('pre-commit', 'exit 0');

    const second = new Process([repository.path], env);
    await second.said(/applied in commit/);
    await second.said(/synced 1/);
    const response = await hq.responseTo(hq.send('approval', approvalIn(repository)));
    expect(response).toMatchObject({ success: true, payload: { outcome: 'already_applied' } });
    expect(repository.commits()).toHaveLength(2);
    expect(await isAlive(await identityOf(Number(repository.read('.git/hook-pid'))))).toBe(false);
  });
});

function approvalIn(repository: TempRepository): Record<string, unknown> {
  return {
    project_path: repository.path,
    project_id: '0068',
    gate: 'specify_to_plan.human_approval',
    decision_id: 'd-1',
    status_file: 'codev/status/0068-feature.md',
    approver: { id: 'ada', name: 'Ada' },
    approved_by: 'Ada',
    approved_at: '2026-01-16T06:15:12.348Z',
  };
}

/** Another process writes files without telling; looking often is all one can do. */
async function eventually(condition: () => boolean): Promise<void> {
  for (let left = 1_000; !condition(); left--) {
    if (left === 0) throw new Error('It never came.');
    await pause(10);
  }
}
