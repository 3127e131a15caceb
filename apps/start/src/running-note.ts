import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { localUrl } from './local-url.ts';
import type { StartSettings } from './start-settings.ts';

/** What a starter notes in its folder while it runs, so that the next one can say what runs there already. */
export interface RunningNote {
  readonly starter: number;
  readonly hq: number;
  /** Where HQ answers on this machine. */
  readonly local: string;
  /** Where a person opens it. */
  readonly url: string;
}

export interface Running {
  readonly url: string;
  /** The process to stop; undefined when no starter noted it. */
  readonly pid?: number;
}

/** What a starter that was killed left behind ends by itself, HQ within five seconds. */
const LEFT_OVER_ENDS_WITHIN = 6000;
const ANSWERS_WITHIN = 2000;
const POLL_MS = 100;
const NOTHING_TO_READ = new Set(['ENOENT', 'ENOTDIR', 'EACCES']);

export function noteRunning(startDir: string, { starter, hq, local, url }: RunningNote): void {
  writeFileSync(noteFile(startDir), `${starter} ${hq} ${local} ${url}\n`, { mode: 0o600 });
}

/** Takes one's own note back, and leaves another's. */
export function forgetRunning(startDir: string, starter: number): void {
  if (readNote(startDir)?.starter === starter) rmSync(noteFile(startDir), { force: true });
}

/** The Codev HQ that another starter runs from the same data, or that one which was killed has left behind. */
export async function alreadyRunning(
  startDir: string,
  patience = LEFT_OVER_ENDS_WITHIN,
): Promise<Running | undefined> {
  const note = readNote(startDir);
  if (!note || !(await answersAsHq(note.local))) return undefined;
  if (isAlive(note.starter)) return { url: note.url, pid: note.starter };
  const last = Date.now() + patience;
  while (await answersAsHq(note.local)) {
    if (Date.now() > last) return isAlive(note.hq) ? { url: note.url, pid: note.hq } : undefined;
    await wait(POLL_MS);
  }
  return undefined;
}

/** The HQ at a taken port, when it says in our data folder that it is there: started without a starter. */
export async function hqAtThePort(settings: StartSettings): Promise<Running | undefined> {
  const local = localUrl(settings);
  const url = readIfThere(join(settings.hqDir, 'hq.url'))?.trim();
  const ours = url !== undefined && (url === local || url === settings.publicUrl);
  return ours && (await answersAsHq(local)) ? { url } : undefined;
}

/** `newLink`: the command that prints another way to sign in. */
export function whereItRuns({ url, pid }: Running, newLink: string): string {
  const stop = process.platform === 'win32' ? 'taskkill /f /pid' : 'kill';
  const where =
    pid === undefined
      ? `Codev HQ is already running here: open ${url}; stop it where it was started.`
      : `Codev HQ is already running here (process ${pid}): open ${url}; stop it with \`${stop} ${pid}\`.`;
  return `${where}\n  A new sign-in link: ${newLink}`;
}

function noteFile(startDir: string): string {
  return join(startDir, 'running');
}

function readNote(startDir: string): RunningNote | undefined {
  const [starter, hq, local, url] = readIfThere(noteFile(startDir))?.trim().split(' ') ?? [];
  // A half-written one, after a crash, is none.
  if (!Number(starter) || !Number(hq) || !local || !url) return undefined;
  return { starter: Number(starter), hq: Number(hq), local, url };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Nothing is there, or below a file; or it is somebody else's, and then the folder is refused with words.
    if (NOTHING_TO_READ.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

async function answersAsHq(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(ANSWERS_WITHIN) });
    const answer: unknown = response.ok ? await response.json() : undefined;
    return typeof answer === 'object' && answer !== null && 'status' in answer && answer.status === 'ok';
  } catch {
    // Nobody listens, it is silent, or it speaks something else: no HQ in any case.
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
