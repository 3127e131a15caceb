import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { finished } from 'node:stream/promises';

export interface StepResult {
  readonly ok: boolean;
  readonly seconds: number;
}

const running = new Set<number>();

/**
 * Runs one command with its output in a log file, in a process group of its own: whatever it leaves behind (servers,
 * browsers) is killed when it ends.
 */
export async function runStep(
  command: string,
  args: readonly string[],
  logFile: string,
  env: NodeJS.ProcessEnv = {},
): Promise<StepResult> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const started = performance.now();
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  if (child.pid) running.add(child.pid);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ok = await new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      log.write(`${error.message}\n`);
      resolve(false);
    });
    child.once('exit', (code) => {
      resolve(code === 0);
    });
  });
  if (child.pid) endGroup(child.pid);
  log.end();
  await finished(log);
  return { ok, seconds: (performance.now() - started) / 1000 };
}

/** Ends every step still running, with all it started. */
export function endAllSteps(): void {
  for (const pid of running) endGroup(pid);
}

function endGroup(pid: number): void {
  running.delete(pid);
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // nothing was left: as it should be
  }
}

/** The end of a log, which is where tools say what went wrong. */
export function tail(logFile: string, lines: number): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
