import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { branchOf } from './worktrees.js';

const run = promisify(execFile);

const LIMIT_MS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;
/** Nothing that the repository configures runs while somebody only looks. */
const QUIET = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'core.quotePath=false'];

/**
 * What a worktree has changed since it left the main checkout's branch, committed or not; binary files are named only.
 * Undefined when git cannot tell, or it is longer than 16 MiB.
 */
export async function mergeBaseDiff(main: string, worktree: string): Promise<string | undefined> {
  const branch = await branchOf(main);
  if (branch === undefined) return undefined;
  try {
    const base = (await git(worktree, ['merge-base', 'HEAD', `refs/heads/${branch}`])).trim();
    return await git(worktree, ['diff', '--no-color', '--no-ext-diff', '--no-textconv', base, '--']);
  } catch {
    // No common ancestor, no git, too long or too slow: there is nothing to show then.
    return undefined;
  }
}

async function git(cwd: string, args: readonly string[]): Promise<string> {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(kept), GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' };
  const options = { cwd, env, timeout: LIMIT_MS, maxBuffer: MOST_BYTES };
  const { stdout } = await run('git', [...QUIET, ...args], options);
  return stdout;
}
