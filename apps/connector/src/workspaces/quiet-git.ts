import { execFile } from 'node:child_process';
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

/**
 * What git says of a checkout while nobody writes there: no lock is taken, nothing fetched, no question asked.
 * @throws as `execFile` does, also when it is longer than 16 MiB.
 */
export async function quietGit(cwd: string, args: readonly string[]): Promise<Buffer> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const quiet = { GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' };
  const env = { ...Object.fromEntries(kept), ...quiet };
  const options = { cwd, env, timeout: LIMIT_MS, maxBuffer: MOST_BYTES, encoding: 'buffer' } as const;
  const { stdout } = await run('git', [...QUIET, ...args], options);
  return stdout;
}
