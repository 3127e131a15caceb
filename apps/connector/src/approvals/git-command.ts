import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { simpleGit, type SimpleGit } from 'simple-git';
import { codeOf, messageOf } from '../workspaces/system-error.js';
import { gitBinary, gitEnvironment } from './git-environment.js';

/**
 * A repository may name a program that git starts whenever it looks at files. Hooks are honoured; this one could move
 * folders between our looking at a path and our writing to it.
 */
const NO_OTHER_PROGRAMS = ['core.fsmonitor=false'];

const KILL_AFTER_MS = 2_000;

export type GitResult =
  | { readonly ok: true; readonly stdout: string }
  /** git's own words, or ours when it was ended or could not be started. */
  | { readonly ok: false; readonly words: string; readonly timedOut: boolean };

export interface GitCommand {
  readonly cwd: string;
  readonly args: readonly string[];
  /** `-c` settings, `name=value`. */
  readonly config?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Written to git's standard input, which is then closed. */
  readonly input?: string;
  readonly timeLimitMs: number;
  /** Told as soon as git runs. */
  readonly started?: (pid: number) => void;
}

/** Runs one git command: no shell, no terminal, no prompt, and an end to it with everything it started. */
export async function runGit(command: GitCommand): Promise<GitResult> {
  const { binary, ownGroup } = gitBinary(process.env['PATH']);
  const child = new ChildWatch();
  const limit = { reached: false };
  const timer = setTimeout(() => {
    limit.reached = true;
    child.end(ownGroup);
  }, command.timeLimitMs);
  try {
    const stdout = await child.during(() => client(command, binary, child).raw([...command.args]));
    return { ok: true, stdout };
  } catch (error) {
    const seconds = Math.round(command.timeLimitMs / 1000);
    const late = `git did not finish within ${seconds} s (a hook or a prompt may hang) and was ended.`;
    return { ok: false, words: limit.reached ? late : wordsOf(error), timedOut: limit.reached };
  } finally {
    clearTimeout(timer);
  }
}

function client(command: GitCommand, binary: string | [string, string], child: ChildWatch): SimpleGit {
  const env = gitEnvironment(process.env, command.env);
  return simpleGit({
    baseDir: command.cwd,
    binary,
    config: [...NO_OTHER_PROGRAMS, ...(command.config ?? [])],
    allowEnvironment: Object.keys(env),
    // simple-git calls a failure without words on stderr ("nothing to commit") a success.
    errors: (_, { exitCode, stdErr, stdOut }) =>
      exitCode === 0 ? undefined : Buffer.concat([...stdErr, ...stdOut, Buffer.from(' ')]),
    // Otherwise simple-git forbids abbreviated options to the repository's own hooks too. The one that asks is empty.
    unsafe: { allowAbbreviatedOptions: true, allowUnsafeAskPass: true, allowUnsafeFsMonitor: true },
    ...(command.input !== undefined && { input: () => command.input }),
  })
    .env(env)
    .outputHandler((_, stdout) => {
      const pid = child.belongsTo(stdout);
      if (pid !== undefined) command.started?.(pid);
    });
}

/** simple-git keeps its child to itself; Node announces every child, and the output stream tells which one is ours. */
class ChildWatch {
  private readonly started: ChildProcess[] = [];
  private child: ChildProcess | undefined;

  async during<T>(work: () => PromiseLike<T>): Promise<T> {
    const note = (message: unknown): void => {
      this.started.push((message as { process: ChildProcess }).process);
    };
    subscribe('child_process', note);
    try {
      return await work();
    } finally {
      unsubscribe('child_process', note);
    }
  }

  belongsTo(stdout: NodeJS.ReadableStream): number | undefined {
    this.child = this.started.find(({ stdout: theirs }) => theirs === stdout);
    return this.child?.pid;
  }

  /** Asked first, so that git removes its lock files; forced when it does not listen. */
  end(wholeGroup: boolean): void {
    this.signal('SIGTERM', wholeGroup);
    setTimeout(() => this.signal('SIGKILL', wholeGroup), KILL_AFTER_MS).unref();
  }

  private signal(signal: NodeJS.Signals, wholeGroup: boolean): void {
    const pid = this.child?.pid;
    if (pid === undefined) return;
    try {
      process.kill(wholeGroup ? -pid : pid, signal);
    } catch (error) {
      if (codeOf(error) !== 'ESRCH') throw error;
    }
  }
}

function wordsOf(error: unknown): string {
  const words = messageOf(error).trim();
  if (words.includes('ENOENT') && words.includes('spawn'))
    return 'git could not be started. Is it installed?';
  return words || 'git failed without a word.';
}
