import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { StartProblem } from './start-problem.ts';
import type { StartSettings } from './start-settings.ts';

/**
 * Everything that can be known before building: git, folders, the port. Returns the port to use.
 * @throws {StartProblem} for the first thing that would stop the start later.
 */
export async function preflight(settings: StartSettings): Promise<number> {
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
  return freePort(settings.host, settings.port);
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function makeWritable(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new StartProblem(`${dir} cannot be written (${why}). Set CODEV_HQ_DATA_DIR to a folder of yours.`, {
      cause,
    });
  }
}

/** Binds and lets go again: the only way to know. */
async function freePort(host: string, port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new StartProblem(portProblem(host, port, cause.code), { cause }));
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      server.close(() => {
        resolve(bound);
      });
    });
  });
}

function portProblem(host: string, port: number, code: string | undefined): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`;
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than you have. Choose one above 1023: PORT=4300 npm start`;
  return `${host} is no address of this machine (${code ?? 'unknown error'}). Set HOST to 127.0.0.1, or to one that is.`;
}
