import { spawn } from 'node:child_process';
import { appendFileSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

export interface StepResult {
  readonly ok: boolean;
  readonly seconds: number;
}

export interface StepOptions {
  readonly logFile: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly limitMs?: number;
}

/** No step takes half of this, on a slow machine either; one that does hangs, and a hang is a failure that has to be seen. */
const LIMIT_MS = 25 * 60_000;

const running = new Set<number>();

/**
 * Runs one command with its output in a log file, in a process group of its own: whatever it leaves behind (servers,
 * browsers) is killed when it ends.
 */
export async function runStep(
  command: string,
  args: readonly string[],
  { logFile, env = {}, limitMs = LIMIT_MS }: StepOptions,
): Promise<StepResult> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'w');
  const started = performance.now();
  const child = spawn(command, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, ...env },
  });
  closeSync(log);
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const ok = await new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => {
      appendFileSync(logFile, `\nThis did not end within ${limitMs / 1000} s and was stopped.\n`);
      if (pid !== undefined) endGroup(pid);
    }, limitMs);
    const end = (result: boolean) => {
      clearTimeout(limit);
      resolve(result);
    };
    child.once('error', (error) => {
      appendFileSync(logFile, `${error.message}\n`);
      end(false);
    });
    child.once('exit', (code) => {
      end(code === 0);
    });
  });
  if (pid !== undefined) endGroup(pid);
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
