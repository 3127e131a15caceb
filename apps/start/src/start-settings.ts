import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { StartProblem } from './start-problem.ts';

export interface StartSettings {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly publicUrl: string | undefined;
  /** HQ's own data. */
  readonly hqDir: string;
  readonly connectorDir: string;
  readonly demoDir: string;
  /** Keys and logs of this launcher. */
  readonly startDir: string;
  /** Repositories to serve; none = the demo. */
  readonly repositories: readonly string[];
  /** False: start what was built last. */
  readonly build: boolean;
}

const NO_BUILD = '--no-build';

export const USAGE = `Usage: npm start [-- <repository> …]

Builds and starts Codev HQ with its dashboard, and a connector for the given repositories
(without any: for a demo repository that it creates). With --no-build it starts what was built last.

Environment: HOST (127.0.0.1), PORT (4300), CODEV_HQ_PUBLIC_URL, CODEV_HQ_DATA_DIR, CODEV_CONNECTOR_DATA_DIR`;

/** @throws {StartProblem} for a setting that cannot work. */
export function readSettings(args: readonly string[], env: NodeJS.ProcessEnv, cwd: string): StartSettings {
  const option = args.find((arg) => arg.startsWith('-') && arg !== NO_BUILD);
  if (option)
    throw new StartProblem(`There is no option ${option}. \`npm start -- --help\` shows what there is.`);
  const given = env['CODEV_HQ_DATA_DIR'];
  // One given folder holds everything, so that a trial leaves nothing elsewhere.
  const beside = given ? resolve(cwd, given) : platformDir(env);
  return {
    host: env['HOST'] || '127.0.0.1',
    port: portOf(env['PORT']),
    publicUrl: publicUrlOf(env['CODEV_HQ_PUBLIC_URL']),
    hqDir: given ? beside : join(beside, 'hq'),
    connectorDir: env['CODEV_CONNECTOR_DATA_DIR'] || join(beside, 'connector'),
    demoDir: join(beside, 'demo'),
    startDir: join(beside, 'start'),
    repositories: args.filter((arg) => arg !== NO_BUILD).map((path) => resolve(cwd, path)),
    build: !args.includes(NO_BUILD),
  };
}

function portOf(written: string | undefined): number {
  if (!written) return 4300;
  const port = Number(written);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartProblem(`PORT is "${written}". Set it to a whole number from 0 to 65535.`);
}

/** As HQ reads it, but before anything is built. */
function publicUrlOf(written: string | undefined): string | undefined {
  if (!written) return undefined;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/') return url.origin;
  throw new StartProblem(
    `CODEV_HQ_PUBLIC_URL is "${written}". Set it to an address such as https://hq.example.org.`,
  );
}

function platformDir(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'codev-hq');
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? homedir(), 'codev-hq');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'codev-hq');
}
