import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartProblem } from './start-problem.ts';

const run = promisify(execFile);

/** HQ's own command line, `main.js keys create …`; returns what it printed on stdout. */
export async function hqCli(root: string, env: NodeJS.ProcessEnv, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, ['dist/apps/hq/main.js', ...args], { cwd: root, env });
    return stdout.trim();
  } catch (cause) {
    const said = (cause as { stderr?: string }).stderr?.trim().split('\n').at(-1);
    throw new StartProblem(`HQ could not do \`${args.slice(0, 2).join(' ')}\`: ${said ?? String(cause)}`, {
      cause,
    });
  }
}
