import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { basename, delimiter, isAbsolute, join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '../workspaces/system-error.js';
import { programEnvironment } from './program-environment.js';
import { withoutSecrets } from './secret-mask.js';

const KILL_AFTER_MS = 2_000;
const LAST_WORDS_MS = 1_000;
/** Of what a program said, the end is kept: that is where the reason is. */
const TAIL_CHARS = 3_000;

export interface ProgramRun {
  /** An absolute path, from {@link findProgram}. */
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Beside the machine's own environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeLimitMs: number;
  /** Ends the program when it fires. */
  readonly stopped: AbortSignal;
  readonly started?: (pid: number) => void;
  /** Told each piece that it prints. */
  readonly output?: (text: string) => void;
}

/** What a program said last, and why it is over. */
export interface ProgramEnd {
  readonly why: 'exited' | 'timed-out' | 'stopped' | 'not-started';
  /** Null when it was ended. */
  readonly exitCode: number | null;
  readonly tail: string;
}

/** A program as the PATH has it. Relative entries are passed over: a repository must not bring its own. */
export function findProgram(name: string, path = process.env['PATH'] ?? ''): string | undefined {
  // There programs of npm are scripts for a shell, and none is ever started here.
  if (process.platform === 'win32') return undefined;
  const places = path.split(delimiter).filter(isAbsolute);
  return places.map((folder) => join(folder, name)).find(isExecutable);
}

/** Runs one of Codev's programs: no shell, no terminal, no prompt, and an end to it with everything it started. */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const child = spawn(run.program, run.args, {
    cwd: run.cwd,
    env: programEnvironment(process.env, run.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that what it starts ends with it.
    detached: true,
  });
  const said = new Tail(run.output);
  child.stdout.on('data', said.add);
  child.stderr.on('data', said.add);
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let why: ProgramEnd['why'] = 'exited';
  const end = (cause: 'timed-out' | 'stopped') => (): void => {
    why = cause;
    endGroup(child);
  };
  const onStop = end('stopped');
  run.stopped.addEventListener('abort', onStop);
  const timer = setTimeout(end('timed-out'), run.timeLimitMs);
  try {
    if (child.pid !== undefined) run.started?.(child.pid);
    if (run.stopped.aborted) onStop();
    await once(child, 'exit');
    // The rest of what was printed; not for ever, since whoever was left behind may hold the pipes too.
    await Promise.race([closed, pause(LAST_WORDS_MS, undefined, { ref: false })]);
    return { why, exitCode: child.exitCode, tail: said.text() };
  } catch (error) {
    const words = `${basename(run.program)} could not be started (${codeOf(error) ?? String(error)}).`;
    return { why: 'not-started', exitCode: null, tail: words };
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

  constructor(private readonly tell: ((text: string) => void) | undefined) {}

  readonly add = (chunk: Buffer): void => {
    const text = this.decoder.write(chunk);
    this.kept = (this.kept + text).slice(-2 * TAIL_CHARS);
    this.tell?.(text);
  };

  text(): string {
    return withoutSecrets(this.kept).trim().slice(-TAIL_CHARS);
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
