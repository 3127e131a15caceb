import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newPage } from '../testing/browser.ts';
import { approveButton, committedAs, heading, inboxRow, openGate } from '../testing/gate-page.ts';
import { NodeProcess, ROOT } from '../testing/node-process.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { cleanUp, freePort, onCleanUp, scratchFolder } from '../testing/scratch.ts';
import { until } from '../testing/until.ts';

describe('npm start', () => {
  const data = scratchFolder('start');
  let port: number;

  beforeAll(async () => {
    port = await freePort();
  });
  afterAll(cleanUp);

  /** Without building: that would pull the built files away under the other end-to-end tests for a moment. */
  function start(args: string[] = [], env: NodeJS.ProcessEnv = {}): NodeProcess {
    const started = new NodeProcess([join(ROOT, 'apps/start/main.mjs'), '--no-build', ...args], {
      PORT: String(port),
      CODEV_HQ_DATA_DIR: data,
      GIT_CONFIG_GLOBAL: join(data, 'no-git-config'),
      ...env,
    });
    onCleanUp(async () => {
      await started.end('SIGTERM');
    });
    return started;
  }

  async function ready(started: NodeProcess): Promise<string> {
    const link = () => {
      if (!started.running) throw new Error(started.output);
      return /^ *(http\S+\/sign-in#\S+)$/m.exec(started.output)?.[1];
    };
    return until('the sign-in link', link, 30_000);
  }

  test('the demo closes the whole loop: sign in, approve, and the agent moves on', async () => {
    const started = start();
    const link = await ready(started);
    expect(started.output).toContain('2 gates wait for you:');
    expect(started.output).toContain('with tidewater (3 status files)');
    expect(started.output).toContain('git config --global user.name "Ada Lovelace"');
    expect(started.output).not.toContain('@localhost');
    expect(started.output).toContain('Ctrl-C stops everything.');

    const page = await newPage();
    await page.goto(link);
    await openGate(page, '0068');
    await approveButton(page).click();
    await committedAs(page);
    await until('the agent to move on', () => started.output.includes('[0068] Move on to plan'));
    await page
      .getByRole('link', { name: /^Inbox/ })
      .first()
      .click();
    await inboxRow(page, '0071').waitFor();
    const demo = join(data, 'demo', 'tidewater');
    expect(execFileSync('git', ['log', '--format=%s', '-2'], { cwd: demo, encoding: 'utf8' })).toMatch(
      /^\[0068\] Move on to plan\n\[HQ\] Gate approved: specify_to_plan.human_approval by /,
    );

    const asked = Date.now();
    expect(await started.end('SIGINT')).toEqual({ code: 0, signal: null });
    expect(Date.now() - asked).toBeLessThan(5000);
  }, 120_000);

  test('a second start keeps the data and serves the repositories it is given', async () => {
    const repository = new Repository('mine');
    repository.commit('codev/status/0001-mine.md', statusFile({ id: '0001', title: 'Mine' }));
    const started = start([repository.path]);
    const link = await ready(started);
    expect(started.output).toContain('with mine (1 status file)');
    expect(started.output).toContain('You sign in as The machine <machine@example.org> (from git).');

    const page = await newPage();
    await page.goto(link);
    await heading(page, 'Inbox').waitFor();
    await inboxRow(page, '0001').waitFor();
    await started.end('SIGINT');
  });

  test('when a part dies the launcher says which and why, stops the rest and exits with 1', async () => {
    const started = start();
    await ready(started);
    const [connector] = readFileSync(join(data, 'connector', 'connector.lock'), 'utf8').split(' ');
    process.kill(Number(connector), 'SIGKILL');
    expect(await started.ended).toEqual({ code: 1, signal: null });
    expect(started.output).toContain(
      `The connector ended (SIGKILL). Its log: ${join(data, 'start', 'logs', 'connector.log')}`,
    );
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
  });

  test('a folder without git is served with a warning', async () => {
    const folder = join(scratchFolder('folder'), 'plain');
    mkdirSync(join(folder, 'codev/status'), { recursive: true });
    writeFileSync(join(folder, 'codev/status/0001-mine.md'), statusFile({ id: '0001', title: 'Mine' }));
    const started = start([folder]);
    await ready(started);
    expect(started.output).toContain(
      '`plain` is not a git repository: decisions are written into its files, but nothing is committed.',
    );
    expect(started.output).toContain('with plain (1 status file)');
    await started.end('SIGINT');
  });

  test('a second one says where the first is and how to stop it, and leaves it alone', async () => {
    const first = start();
    await ready(first);
    const open = `open http://127.0.0.1:${port}; stop it with \`kill ${first.pid}\`.`;
    for (const env of [{}, { PORT: String(await freePort()) }]) {
      const second = start([], env);
      expect(await second.ended).toEqual({ code: 1, signal: null });
      expect(second.output.trim()).toContain(
        `Codev HQ is already running here (process ${first.pid}): ${open}\n  A new sign-in link: CODEV_HQ_DATA_DIR=`,
      );
      const command = /A new sign-in link: (.*)$/m.exec(second.output)?.[1] ?? '';
      const printed = execFileSync('sh', ['-c', command], { encoding: 'utf8' });
      expect(printed.trim()).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/sign-in#`));
    }
    process.kill(first.pid, 'SIGTERM');
    expect(await first.ended).toEqual({ code: 0, signal: null });
  });

  test('killed with -9 it leaves nothing behind, and the next start works at once', async () => {
    const first = start();
    await ready(first);
    const lock = join(data, 'connector', 'connector.lock');
    const connector = Number(readFileSync(lock, 'utf8').split(' ')[0]);
    await first.end('SIGKILL');
    const second = start();
    await ready(second);
    expect(() => process.kill(connector, 0)).toThrow('ESRCH');
    await second.end('SIGINT');
  });

  test('a taken port is one clear line and exit code 1', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const taken = (server.address() as AddressInfo).port;
    const started = start([], { PORT: String(taken) });
    expect(await started.ended).toEqual({ code: 1, signal: null });
    expect(started.output.trim()).toBe(
      `Port ${taken} on 127.0.0.1 is taken. Stop what uses it, or pick another: \`PORT=4400 npm start\``,
    );
    await new Promise((resolve) => server.close(resolve));
  });

  test('a data folder below a file is one clear line and exit code 1', async () => {
    const folder = join(scratchFolder('below'), 'file');
    writeFileSync(folder, '');
    const started = start([], { CODEV_HQ_DATA_DIR: join(folder, 'data') });
    expect(await started.ended).toEqual({ code: 1, signal: null });
    expect(started.output.trim()).toBe(
      `${join(folder, 'data')} cannot be written (ENOTDIR). Set CODEV_HQ_DATA_DIR to a folder of yours.`,
    );
  });

  test('a path that is no directory is one clear line and exit code 1', async () => {
    const started = start([join(data, 'nowhere')]);
    expect(await started.ended).toEqual({ code: 1, signal: null });
    expect(started.output.trim()).toBe(
      `${join(data, 'nowhere')} is not a directory. Give the folders of git repositories, or none for the demo.`,
    );
  });
});
