import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../workspaces/system-error.js';
import { plainText } from './plain-text.js';
import { porchEnvironment } from './porch-environment.js';

const KILL_AFTER_MS = 2_000;
const LAST_WORDS_MS = 1_000;
/** Of what porch said, the end is kept: that is where the reason is. */
const TAIL_CHARS = 3_000;

export interface PorchApproval {
  readonly porch: string;
  /** The root of the owning checkout: from anywhere else porch may write into another one. */
  readonly cwd: string;
  readonly projectId: string;
  readonly gate: string;
  /** Author and committer, as git takes them from the environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  readonly started: (pid: number) => void;
  /** Told each piece that porch and its checks print. */
  readonly output: (text: string) => void;
  /** Ends porch when it fires. */
  readonly stopped: AbortSignal;
}

/** What porch said last, and why it is over. Its exit code is not here, because it proves nothing. */
export interface PorchEnd {
  readonly why: 'exited' | 'timed-out' | 'stopped' | 'not-started';
  readonly tail: string;
}

/** porch as the PATH has it. Relative entries are passed over: a repository must not bring its own. */
export function findPorch(path = process.env['PATH'] ?? ''): string | undefined {
  if (process.platform === 'win32') return undefined;
  const places = path.split(delimiter).filter(isAbsolute);
  return places.map((folder) => join(folder, 'porch')).find(isExecutable);
}

/** Has porch approve a gate: no shell, no terminal, no prompt, and an end to it with everything it started. */
export async function runPorchApprove(run: PorchApproval): Promise<PorchEnd> {
  const args = ['approve', run.projectId, run.gate, '--a-human-explicitly-approved-this'];
  const child = spawn(run.porch, args, {
    cwd: run.cwd,
    env: porchEnvironment(process.env, run.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that checks end with it.
    detached: true,
  });
  const said = new Tail(run.output);
  child.stdout.on('data', said.add);
  child.stderr.on('data', said.add);
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let why: PorchEnd['why'] = 'exited';
  const end = (cause: 'timed-out' | 'stopped') => (): void => {
    why = cause;
    endGroup(child);
  };
  const onStop = end('stopped');
  run.stopped.addEventListener('abort', onStop);
  const timer = setTimeout(end('timed-out'), run.timeLimitMs);
  try {
    if (child.pid !== undefined) run.started(child.pid);
    if (run.stopped.aborted) onStop();
    await once(child, 'exit');
    // The rest of what was printed; not for ever, since whoever a check left behind may hold the pipes too.
    await Promise.race([closed, pause(LAST_WORDS_MS, undefined, { ref: false })]);
    return { why, tail: said.text() };
  } catch (error) {
    return { why: 'not-started', tail: `porch could not be started (${codeOf(error) ?? String(error)}).` };
  } finally {
    clearTimeout(timer);
    run.stopped.removeEventListener('abort', onStop);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

class Tail {
  private readonly decoder = new StringDecoder('utf8');
  private kept = '';

  constructor(private readonly tell: (text: string) => void) {}

  readonly add = (chunk: Buffer): void => {
    const text = this.decoder.write(chunk);
    this.kept = (this.kept + text).slice(-2 * TAIL_CHARS);
    this.tell(text);
  };

  text(): string {
    return plainText(this.kept).trim().slice(-TAIL_CHARS);
  }
}

/** Asked first, so that git removes its locks; forced when it does not listen. */
function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS).unref();
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
