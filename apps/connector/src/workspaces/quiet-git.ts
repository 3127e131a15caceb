import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';

const run = promisify(execFile);

const LIMIT_MS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;
/** Nothing that the repository configures runs while somebody only looks, and what is shown is what was committed. */
const QUIET = [
  '--no-replace-objects',
  '--literal-pathspecs',
  ...['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'],
];

export interface QuietOptions {
  /** Besides this process's own without what git is told by `GIT_…`. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly stopped?: AbortSignal | undefined;
}

/** The beginning of what git said, and whether that is all of it. */
export interface GitText {
  readonly bytes: Buffer;
  readonly whole: boolean;
}

/**
 * What git says of a checkout while nobody writes there: no lock is taken, nothing fetched, no question asked.
 * @throws as `execFile` does, also when it is longer than 16 MiB, or stopped.
 */
export async function quietGit(
  cwd: string,
  args: readonly string[],
  { env = {}, input = '', stopped }: QuietOptions = {},
): Promise<Buffer> {
  const surroundings = { ...quietEnvironment(), ...env };
  const limits = { timeout: LIMIT_MS, maxBuffer: MOST_BYTES, ...(stopped && { signal: stopped }) };
  const options = { cwd, env: surroundings, ...limits };
  const running = run('git', [...QUIET, ...args], { ...options, encoding: 'buffer' });
  // Git that has failed already reads nothing; how it failed is said by its end.
  running.child.stdin?.on('error', () => undefined).end(input);
  return (await running).stdout;
}

export interface BeginningOptions extends Pick<QuietOptions, 'env'> {
  readonly most?: number;
  readonly stopped?: AbortSignal | undefined;
}

/**
 * The same, and of what is longer than `most` bytes (16 MiB) the beginning: git is ended there.
 * @throws when git cannot be started, fails, takes too long or is stopped: what it had said by then is another beginning each time.
 */
export async function beginningOfGit(
  cwd: string,
  args: readonly string[],
  { most = MOST_BYTES, stopped, env = {} }: BeginningOptions = {},
): Promise<GitText> {
  const git = spawn('git', [...QUIET, ...args], {
    cwd,
    env: { ...quietEnvironment(), ...env },
    timeout: LIMIT_MS,
    signal: stopped,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pieces: Buffer[] = [];
  let size = 0;
  git.stdout.on('data', (piece: Buffer) => {
    // What was in the pipe when it was ended still comes.
    if (size > most) return;
    pieces.push(piece);
    size += piece.length;
    if (size > most) git.kill();
  });
  await once(git, 'close');
  const whole = size <= most;
  if (whole && git.exitCode !== 0) throw new Error(`git ended with ${git.exitCode ?? git.signalCode}`);
  return { bytes: Buffer.concat(pieces).subarray(0, most), whole };
}

function quietEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const quiet = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' };
  return { ...Object.fromEntries(kept), ...quiet };
}
