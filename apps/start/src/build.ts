import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StartProblem } from './start-problem.ts';
import type { Terminal } from './terminal.ts';

const LINES_SHOWN = 30;
const ARTEFACTS = ['hq/main.js', 'connector/main.js', 'dashboard/browser/index.html'];

/** Builds everything that is not built yet (Nx knows), saying what it is at. */
export async function build(root: string, terminal: Terminal, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  if (missingArtefact(root)) terminal.line('Building takes about a minute the first time.');
  terminal.passing('building …');
  const child = spawn(
    process.execPath,
    ['node_modules/nx/dist/bin/nx.js', 'run-many', '-t', 'build', '--outputStyle=stream'],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Without the daemon nothing stays behind when the build is done.
      env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' },
      signal,
    },
  );
  const said: string[] = [];
  const listen = (line: string) => {
    if (line.trim() !== '') said.push(line);
    // What it still says while it is being stopped is nobody's news.
    if (signal.aborted) return;
    const project = /^> nx run ([\w-]+):build/.exec(line)?.[1];
    if (project) terminal.passing(`building ${project} …`);
  };
  createInterface(child.stdout).on('line', listen);
  createInterface(child.stderr).on('line', listen);
  const code = await ended(child);
  if (code !== 0) {
    throw new StartProblem(`The build failed. Its last words:\n${said.slice(-LINES_SHOWN).join('\n')}`);
  }
  terminal.line(`✓ built in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/**
 * The exit code of a child, once it is gone: a stopped one still writes for a moment, and what it writes to may
 * be cleared away as soon as this settles.
 * @throws what kept the child from starting, or an AbortError when it was stopped.
 */
async function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    let problem: Error | undefined;
    child.once('error', (error) => (problem = error));
    child.once('close', (code) => {
      if (problem) reject(problem);
      else resolve(code);
    });
  });
}

/** @throws {StartProblem} when a part of what is to be started was never built. */
export function requireBuild(root: string): void {
  const missing = missingArtefact(root);
  if (missing) throw new StartProblem(`dist/apps/${missing} is not there. Build first: npm run build`);
}

function missingArtefact(root: string): string | undefined {
  return ARTEFACTS.find((path) => !existsSync(join(root, 'dist', 'apps', path)));
}
