import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { RATE_BURST, RATE_LIMIT, HEARTBEAT_MS } from '@codev-hq/protocol';

/** A setting that stops the start. The message is one line that says what to change. */
export class ConfigError extends Error {}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const DAY = 24 * 3600 * 1000;

/** Everything HQ takes from its environment; read here and nowhere else. Times in milliseconds. */
export class HqConfig {
  host = '127.0.0.1';
  /** 0 lets the system choose, which tests use. */
  port = 4300;
  dataDir = '';
  /** A PostgreSQL server instead of the embedded database. */
  databaseUrl: string | undefined;
  /** A fixed key with the `connector` scope, for single-user set-ups. */
  apiKey: string | undefined;
  /** Where browsers reach HQ, when that is not `http://HOST:PORT`. */
  publicUrl: string | undefined;
  logLevel: LogLevel = 'info';
  /** Messages a second from one instance, and the burst; 0 = no limit. */
  rateLimit = RATE_LIMIT;
  rateBurst = RATE_BURST;
  heartbeatMs = HEARTBEAT_MS;
  /** How long an undelivered decision stays good. */
  decisionTtlMs = 7 * 24 * 3600 * 1000;
  /** Names of gates, besides `human_approval`, that a person decides in Markdown status files. */
  humanGates: readonly string[] = [];
  /** A porch gate of a main checkout that nothing has touched for so long is not in the inbox. */
  strandedMs = 14 * DAY;
  /** A builder that works and shows no sign of it for so long is told of as stuck; 0 = never. */
  stuckMs = 60 * 60_000;
  /** How often HQ looks whom to tell of what; 0 = when it is told to, which tests do. */
  noticeRoundMs = 1000;
  /** Whether devices may have their push service inside HQ's own network, or on its loopback without TLS. */
  pushOwnNetwork = false;
  dashboardDir = '';
}

/**
 * Reads and checks the environment.
 * @throws {ConfigError} with one clear line for the first bad value.
 */
export function readConfig(env: NodeJS.ProcessEnv): HqConfig {
  const config = new HqConfig();
  config.host = env['HOST'] || config.host;
  config.port = integer(env, 'PORT', config.port, 0, 65_535);
  config.dataDir = env['CODEV_HQ_DATA_DIR'] || defaultDataDir(env);
  config.databaseUrl = databaseUrl(env['CODEV_HQ_DATABASE_URL']);
  config.apiKey = apiKey(env['CODEV_HQ_API_KEY']);
  config.publicUrl = publicUrl(env['CODEV_HQ_PUBLIC_URL']);
  config.logLevel = logLevel(env['LOG_LEVEL']);
  config.rateLimit = integer(env, 'CODEV_HQ_RATE_LIMIT', config.rateLimit, 0, 1_000_000);
  config.rateBurst = integer(env, 'CODEV_HQ_RATE_BURST', config.rateBurst, 0, 1_000_000);
  config.heartbeatMs = integer(env, 'CODEV_HQ_HEARTBEAT_MS', config.heartbeatMs, 10, 3_600_000);
  config.decisionTtlMs = integer(
    env,
    'CODEV_HQ_DECISION_TTL_MS',
    config.decisionTtlMs,
    1000,
    10 * 365 * 24 * 3600 * 1000,
  );
  config.humanGates = (env['CODEV_HQ_HUMAN_GATES'] ?? '')
    .split(',')
    .map((gate) => gate.trim())
    .filter(Boolean);
  config.strandedMs = integer(env, 'CODEV_HQ_STRANDED_DAYS', 14, 1, 10_000) * DAY;
  config.stuckMs = integer(env, 'CODEV_HQ_STUCK_MINUTES', 60, 0, 100_000) * 60_000;
  config.pushOwnNetwork = integer(env, 'CODEV_HQ_PUSH_OWN_NETWORK', 0, 0, 1) === 1;
  config.dashboardDir = env['CODEV_HQ_DASHBOARD_DIR'] || builtDashboard();
  return config;
}

/** The folder where a platform keeps an application's data. */
function defaultDataDir(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'codev-hq', 'hq');
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? homedir(), 'codev-hq', 'hq');
  return join(env['XDG_DATA_HOME'] || join(homedir(), '.local', 'share'), 'codev-hq', 'hq');
}

/** Beside HQ's own build: `dist/apps/hq/main.js` and `dist/apps/dashboard/browser`. */
function builtDashboard(): string {
  return join(dirname(process.argv[1] ?? '.'), '..', 'dashboard', 'browser');
}

function integer(env: NodeJS.ProcessEnv, name: string, fallback: number, min: number, max: number): number {
  const written = env[name];
  if (written === undefined || written === '') return fallback;
  const value = Number(written);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new ConfigError(`${name} is "${written}". Set it to a whole number from ${min} to ${max}.`);
}

function apiKey(written: string | undefined): string | undefined {
  if (written === undefined || written === '') return undefined;
  if (written.length >= 8 && /^[\x21-\x7e]+$/.test(written)) return written;
  throw new ConfigError('CODEV_HQ_API_KEY is too short or has blanks. Use 8 or more printable characters.');
}

function databaseUrl(written: string | undefined): string | undefined {
  if (written === undefined || written === '') return undefined;
  const url = URL.parse(written);
  if (url?.host && /^postgres(ql)?:$/.test(url.protocol)) return written;
  // The value may hold a password, so it is not repeated.
  throw new ConfigError('CODEV_HQ_DATABASE_URL must be like postgres://user:password@host:5432/codev_hq.');
}

function publicUrl(written: string | undefined): string | undefined {
  if (written === undefined || written === '') return undefined;
  const url = URL.parse(written);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.pathname === '/')
    return url.origin;
  throw new ConfigError(
    `CODEV_HQ_PUBLIC_URL is "${written}". Set it to an address such as https://hq.example.org.`,
  );
}

function logLevel(written: string | undefined): LogLevel {
  if (written === undefined || written === '') return 'info';
  const level = LOG_LEVELS.find((known) => known === written.toLowerCase());
  if (level) return level;
  throw new ConfigError(`LOG_LEVEL is "${written}". Set it to one of ${LOG_LEVELS.join(', ')}.`);
}
