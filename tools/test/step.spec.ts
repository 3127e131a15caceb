import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runStep } from './step.ts';

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a step of npm test', () => {
  let folder: string;
  let logFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-step-'));
    logFile = join(folder, 'logs', 'step.log');
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test('is ok when its command ends with 0, and keeps all output in its log', async () => {
    expect(await runStep('sh', ['-c', 'echo one; echo two >&2'], { logFile })).toMatchObject({ ok: true });
    expect(readFileSync(logFile, 'utf8')).toBe('one\ntwo\n');
  });

  test('fails with its command, and when there is no such command', async () => {
    expect(await runStep('sh', ['-c', 'exit 3'], { logFile })).toMatchObject({ ok: false });
    expect(await runStep('no-such-command', [], { logFile })).toMatchObject({ ok: false });
    expect(readFileSync(logFile, 'utf8')).toContain('ENOENT');
  });

  test('hands its environment on', async () => {
    await runStep('sh', ['-c', 'echo "$COLOUR"'], { logFile, env: { COLOUR: 'green' } });
    expect(readFileSync(logFile, 'utf8')).toBe('green\n');
  });

  test('what it leaves running is ended with it', async () => {
    await runStep('sh', ['-c', 'sleep 300 & echo $!'], { logFile });
    const left = Number(readFileSync(logFile, 'utf8'));
    while (alive(left)) await pause(5); // until the system has noticed; the test's own time limit guards this
    expect(alive(left)).toBe(false);
  });

  test('one that hangs is stopped, has failed and says so', async () => {
    const { ok, seconds } = await runStep('sh', ['-c', 'sleep 300'], { logFile, limitMs: 100 });
    expect({ ok, quick: seconds < 10 }).toEqual({ ok: false, quick: true });
    expect(readFileSync(logFile, 'utf8')).toBe('\nThis did not end within 0.1 s and was stopped.\n');
  });
});
