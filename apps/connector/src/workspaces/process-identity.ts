import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from './system-error.js';

const run = promisify(execFile);

/** A process beyond doubt: ids are given out again, together with the start they are not. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

/** It does nothing any more, but its parent has not asked for its exit code yet. */
const ENDED = 'ended';

export async function identityOf(pid: number): Promise<ProcessIdentity> {
  return { pid, start: await startOf(pid) };
}

export async function isAlive({ pid, start }: ProcessIdentity): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return false;
  return start !== ENDED && (await startOf(pid)) === start;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

async function startOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // The name in parentheses may hold spaces. Behind it come the state, and as the 20th field the start.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? ENDED : (fields[19] ?? 'unknown');
  }
  try {
    const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)], { env: { LC_ALL: 'C' } });
    return stdout.trim().replaceAll(/\s+/g, '_') || 'unknown';
  } catch {
    // `ps` fails when there is no such process (any more).
    return 'unknown';
  }
}
