import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const PRELOAD = pathToFileURL(join(__dirname, 'end-with-starter.ts')).href;

/** Takes its time to write a word when it is told to stop. */
const PART = `
  const { writeFileSync } = require('node:fs');
  process.on('SIGTERM', () => { writeFileSync(process.argv[2], 'goodbye'); process.exit(0); });
  setInterval(() => {}, 1000);
  process.send('up');`;

/** Starts the part as the crew does, and says on stdout when it runs. Its stdout stays open until the part has ended. */
const STARTER = `
  const { spawn } = require('node:child_process');
  const [preload, part, file] = process.argv.slice(1);
  const args = ['--import', preload, part, file];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', () => console.log('up'));`;

describe('a part of Codev HQ', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-orphan-'));
    writeFileSync(join(folder, 'part.cjs'), PART);
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('stops in order when its starter is killed with -9', async () => {
    const file = join(folder, 'word');
    const args = ['-e', STARTER, PRELOAD, join(folder, 'part.cjs'), file];
    const starter = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = new Promise((resolve) => starter.once('close', resolve));
    const up = new Promise((resolve) => createInterface(starter.stdout).once('line', resolve));
    await up;
    starter.kill('SIGKILL');
    await closed;
    expect(existsSync(file)).toBe(true);
  });
});
