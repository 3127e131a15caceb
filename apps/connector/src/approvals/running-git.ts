import { createHash } from 'node:crypto';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readIfThere, removeIfThere } from '../workspaces/data-folder.js';
import { identityOf, isAlive, type ProcessIdentity } from '../workspaces/process-identity.js';
import { codeOf } from '../workspaces/system-error.js';

const ASKED_MS = 2_000;
const FORCED_MS = 2_000;
const LOOK_MS = 20;
/** What the name of a note ends with while it is being written. */
const BEGUN = '.begun';

/**
 * Which git commits for which decision. When this process is killed, git and its hooks go on alone: the next process
 * must end them before it looks whether there is a commit, or there could be two.
 */
export class RunningGit {
  private readonly folder: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'running');
  }

  /** Without room for the note git is left to run: what is lost is only the means to end it after a kill. */
  async noteIfPossible(decisionId: string, pid: number): Promise<void> {
    await this.note(decisionId, pid).catch((error: unknown) => {
      if (codeOf(error) === undefined) throw error;
    });
  }

  async note(decisionId: string, pid: number): Promise<void> {
    const { start } = await identityOf(pid);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const path = this.pathOf(decisionId);
    const begun = `${path}${BEGUN}`;
    await writeFile(begun, `${pid} ${start}\n`, { mode: 0o600 });
    // A kill in between must not leave a note that names nobody.
    await rename(begun, path);
  }

  async ended(decisionId: string): Promise<void> {
    await removeIfThere(this.pathOf(decisionId));
  }

  /** Ends what a process before this one left running for the decision. */
  async endLeftOver(decisionId: string): Promise<void> {
    const noted = await readIfThere(this.pathOf(decisionId));
    if (noted === undefined) return;
    const [pid, start = ''] = noted.trim().split(' ');
    const git = { pid: Number(pid), start };
    if (!(await endedBy(git, 'SIGTERM', ASKED_MS))) await endedBy(git, 'SIGKILL', FORCED_MS);
    await this.ended(decisionId);
  }

  private pathOf(decisionId: string): string {
    return join(this.folder, createHash('sha256').update(decisionId).digest('hex'));
  }
}

/** git leads a process group where there is `setsid`; then its hooks end with it. */
async function endedBy(git: ProcessIdentity, signal: NodeJS.Signals, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  if (!(await isAlive(git))) return true;
  if (!send(-git.pid, signal)) send(git.pid, signal);
  while (Date.now() < until) {
    if (!(await isAlive(git))) return true;
    await pause(LOOK_MS);
  }
  return false;
}

function send(target: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
    throw error;
  }
}
