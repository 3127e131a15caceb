import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { newLinkCommand } from './new-link.ts';
import { personAt } from './person.ts';
import { alreadyRunning, hqAtThePort, whereItRuns } from './running-note.ts';
import { StartProblem } from './start-problem.ts';
import type { StartSettings } from './start-settings.ts';

const ANOTHER_PORT = 4400;

/**
 * Everything that can be known before building: git, folders, the port. Returns the port to use.
 * @throws {StartProblem} for the first thing that would stop the start later.
 */
export async function preflight(root: string, settings: StartSettings): Promise<number> {
  if (spawnSync('git', ['--version']).status !== 0) {
    throw new StartProblem(
      'git is needed and was not found. Install it (Debian, Ubuntu: `apt-get install git`).',
    );
  }
  for (const path of settings.repositories) {
    if (!isDirectory(path)) {
      throw new StartProblem(
        `${path} is not a directory. Give the folders of git repositories, or none for the demo.`,
      );
    }
  }
  for (const dir of [settings.hqDir, settings.connectorDir, settings.startDir]) makeWritable(dir);
  const running = await alreadyRunning(settings.startDir);
  if (running) throw new StartProblem(whereItRuns(running, newLink(root, settings)));
  return freePort(root, settings);
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function makeWritable(dir: string): void {
  try {
    makeFolder(dir);
    accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new StartProblem(`${dir} cannot be written (${why}). Set CODEV_HQ_DATA_DIR to a folder of yours.`, {
      cause,
    });
  }
}

/** Not `recursive: true`: on /proc and the like Node tries for ever. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  if (dirname(dir) !== dir) makeFolder(dirname(dir));
  mkdirSync(dir, { mode: 0o700 });
}

/** Binds and lets go again: the only way to know. */
async function freePort(root: string, settings: StartSettings): Promise<number> {
  const { host, port } = settings;
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const running = code === 'EADDRINUSE' ? await hqAtThePort(settings) : undefined;
    const words = running ? whereItRuns(running, newLink(root, settings)) : portProblem(host, port, code);
    throw new StartProblem(words, { cause });
  }
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  server.close();
  await once(server, 'close');
  return bound;
}

/** For whoever git knows here, as at the first start. */
function newLink(root: string, settings: StartSettings): string {
  return newLinkCommand(root, settings, personAt(settings.repositories[0] ?? root, process.env));
}

function portProblem(host: string, port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') {
    const other = port === ANOTHER_PORT ? ANOTHER_PORT + 1 : ANOTHER_PORT;
    return `Port ${port} on ${host} is taken. Stop what uses it, or pick another: \`PORT=${other} npm start\``;
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than you have. Choose one above 1023: PORT=4300 npm start`;
  return `${host} is no address of this machine (${code ?? 'unknown error'}). Set HOST to 127.0.0.1, or to one that is.`;
}
