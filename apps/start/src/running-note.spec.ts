import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alreadyRunning, forgetRunning, hqAtThePort, noteRunning, whereItRuns } from './running-note.ts';
import { readSettings } from './start-settings.ts';

describe('what runs already', () => {
  let folder: string;
  let server: Server;
  let url: string;
  let answers: number;
  const gone = spawnSync(process.execPath, ['-e', '']).pid;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-running-'));
    answers = Infinity;
    server = createServer((request, response) => {
      const up = request.url === '/health' && answers-- > 0;
      response.writeHead(up ? 200 : 503).end(up ? '{"status":"ok"}' : '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
  const note = (starter: number, hq: number) => {
    noteRunning(folder, { starter, hq, local: url, url: 'https://hq.example.org' });
  };

  test('is named by the starter’s process and the address to open', async () => {
    note(process.pid, gone);
    const running = await alreadyRunning(folder);
    expect(running).toEqual({ url: 'https://hq.example.org', pid: process.pid });
    expect(running && whereItRuns(running, 'node main.js link')).toBe(
      `Codev HQ is already running here (process ${process.pid}): open https://hq.example.org; stop it with \`kill ${process.pid}\`.\n  A new sign-in link: node main.js link`,
    );
  });

  test('is nothing without a note, after it was taken back, and when the note is damaged', async () => {
    expect(await alreadyRunning(folder)).toBeUndefined();
    note(process.pid, gone);
    forgetRunning(folder, process.pid);
    expect(await alreadyRunning(folder)).toBeUndefined();
    writeFileSync(join(folder, 'running'), '12');
    expect(await alreadyRunning(folder)).toBeUndefined();
  });

  test('is nothing below a file: the folder is refused elsewhere, with words', async () => {
    writeFileSync(join(folder, 'file'), '');
    const below = join(folder, 'file', 'start');
    expect(await alreadyRunning(below)).toBeUndefined();
    expect(() => {
      forgetRunning(below, process.pid);
    }).not.toThrow();
  });

  test('keeps its note when somebody else takes theirs back', async () => {
    note(process.pid, gone);
    forgetRunning(folder, process.pid + 1);
    expect(await alreadyRunning(folder)).toBeDefined();
  });

  test('is nothing when HQ does not answer, whoever has the number of its process now', async () => {
    answers = 0;
    note(process.pid, process.pid);
    expect(await alreadyRunning(folder)).toBeUndefined();
  });

  test('is waited for while it ends after its starter was killed', async () => {
    answers = 3;
    note(gone, process.pid);
    expect(await alreadyRunning(folder)).toBeUndefined();
    expect(answers).toBeLessThan(0);
  });

  test('is HQ’s own process when that does not end after its starter was killed', async () => {
    note(gone, process.pid);
    expect(await alreadyRunning(folder, 0)).toMatchObject({ pid: process.pid });
  });

  test('may be an HQ that nobody noted: it says in our data folder that it is at this port', async () => {
    const settings = readSettings([], { CODEV_HQ_DATA_DIR: folder, PORT: new URL(url).port }, '/');
    expect(await hqAtThePort(settings)).toBeUndefined();
    writeFileSync(join(folder, 'hq.url'), `${url}\n`);
    const running = await hqAtThePort(settings);
    expect(running && whereItRuns(running, 'node main.js link')).toBe(
      `Codev HQ is already running here: open ${url}; stop it where it was started.\n  A new sign-in link: node main.js link`,
    );
    answers = 0;
    expect(await hqAtThePort(settings)).toBeUndefined();
  });
});
