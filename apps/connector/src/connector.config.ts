import { homedir, hostname } from 'node:os';
import { delimiter, join } from 'node:path';

/** What the connector was told, checked. The rest of the program never looks at the environment. */
export interface ConnectorConfig {
  /** A `ws:` or `wss:` URL without credentials. */
  readonly hqUrl: string;
  readonly apiKey: string | undefined;
  readonly instanceName: string;
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  /** Whether a decision's commit is pushed to where its branch comes from. */
  readonly push: boolean;
  /** Codev's own programs on this machine, and what may be asked of them from HQ. */
  readonly agentFarm: AgentFarmConfig;
  /** As given on the command line. */
  readonly paths: readonly string[];
  /** Whether what agent farm knows on this machine is served too. */
  readonly discover: boolean;
}

/** What is said of this machine, wherever HQ is. */
export type MachineConfig = Omit<ConnectorConfig, 'hqUrl' | 'apiKey'>;

/** One agent farm: most machines have one, each with its own Tower. */
export interface Farm {
  /** Where it keeps its own things. */
  readonly dir: string;
  readonly towerUrl: string;
  /** Without one, the one that Tower keeps in `dir`. */
  readonly towerKey: string | undefined;
}

export interface AgentFarmConfig {
  /** At least one. */
  readonly farms: readonly Farm[];
  /** Commands that HQ may give, besides having files sent again. */
  readonly commands: readonly OwnersCommand[];
  readonly terminals: boolean;
  /** How long porch and the checks it runs may take. */
  readonly porchLimitMs: number;
}

export const CONFIG = Symbol('CONFIG');
export const VERSION = '0.1.0';

/** What only the machine's owner can allow. */
export const OWNERS_COMMANDS = ['send_message', 'run_consultation', 'spawn_builder'] as const;
export type OwnersCommand = (typeof OWNERS_COMMANDS)[number];

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type ConfigResult<T = ConnectorConfig> =
  { readonly ok: true; readonly config: T } | { readonly ok: false; readonly error: string };

export const USAGE = `Usage: connector [path …]
       connector doctor [path …]

Watches the status files of the git repositories at the given paths (default: those that agent farm knows, else the
current directory), shows them to HQ and turns the decisions people make there into commits. The doctor says what is
found here, what is ignored and why.

Environment
  CODEV_HQ_URL              where HQ is, for example ws://127.0.0.1:4300/ws (required)
  CODEV_HQ_API_KEY          a key with the scope "connector"
  CODEV_HQ_INSTANCE_NAME    what people see (default: the host name)
  CODEV_CONNECTOR_DATA_DIR  identity and journal (default: the platform's data directory)
  CODEV_CONNECTOR_DISCOVER  1 serves what agent farm knows beside the given paths, 0 never
  CODEV_PUSH                1 pushes each decision's commit (default: 0)
  CODEV_CONNECTOR_COMMANDS  what HQ may ask for: send_message, run_consultation, spawn_builder, by
                            commas, or none (default: send_message)
  CODEV_CONNECTOR_TERMINALS 1 shows builders' terminals to people at HQ (default: 0)
  CODEV_PORCH_LIMIT_MINUTES how long porch's checks may take (default: 15)
  CODEV_AGENT_FARM_DIR      agent farm's folder (default: ~/.agent-farm); several as in PATH
  CODEV_TOWER_URL           where Tower is (default: http://127.0.0.1:4100); one for each folder, by commas
  CODEV_TOWER_KEY           Tower's key (default: local-key in agent farm's folder); likewise
  LOG_LEVEL                 ${LOG_LEVELS.join(', ')} (default: info)
`;

export function readConfig(env: NodeJS.ProcessEnv, paths: readonly string[]): ConfigResult {
  const hq = readHq(env);
  if (!hq.ok) return hq;
  const machine = readMachine(env, paths);
  return machine.ok ? { ok: true, config: { ...hq.config, ...machine.config } } : machine;
}

/** Where HQ is, and how to get in. */
export function readHq(env: NodeJS.ProcessEnv): ConfigResult<Pick<ConnectorConfig, 'hqUrl' | 'apiKey'>> {
  const url = told(env, 'CODEV_HQ_URL');
  if (!url)
    return refuse('CODEV_HQ_URL is not set. Set it to where HQ is, for example ws://127.0.0.1:4300/ws.');
  const hqUrl = socketUrl(url);
  if (!hqUrl)
    return refuse(
      'CODEV_HQ_URL is not a WebSocket URL. Write it like ws://127.0.0.1:4300/ws or wss://hq.example.org/ws, and put the key into CODEV_HQ_API_KEY.',
    );
  const apiKey = told(env, 'CODEV_HQ_API_KEY');
  if (apiKey && !/^[\x21-\x7e]+$/.test(apiKey))
    return refuse('CODEV_HQ_API_KEY has characters that no key has. Copy it again from HQ.');
  return { ok: true, config: { hqUrl, apiKey } };
}

export function readMachine(env: NodeJS.ProcessEnv, paths: readonly string[]): ConfigResult<MachineConfig> {
  const logLevel = told(env, 'LOG_LEVEL')?.toLowerCase() || 'info';
  if (!isLogLevel(logLevel))
    return refuse(`LOG_LEVEL "${logLevel}" is unknown. Use one of ${LOG_LEVELS.join(', ')}.`);
  const push = told(env, 'CODEV_PUSH') ?? '0';
  if (push !== '0' && push !== '1')
    return refuse(`CODEV_PUSH "${push}" is unknown. Set it to 1 to push commits, or to 0.`);
  const discover = told(env, 'CODEV_CONNECTOR_DISCOVER') ?? (paths.length === 0 ? '1' : '0');
  if (discover !== '0' && discover !== '1')
    return refuse(
      `CODEV_CONNECTOR_DISCOVER "${discover}" is unknown. Set it to 1 to serve what agent farm knows, or to 0.`,
    );
  const agentFarm = readAgentFarm(env);
  if (typeof agentFarm === 'string') return refuse(agentFarm);
  return {
    ok: true,
    config: {
      instanceName: (told(env, 'CODEV_HQ_INSTANCE_NAME') ?? hostname()).slice(0, 256),
      dataDir: told(env, 'CODEV_CONNECTOR_DATA_DIR') ?? defaultDataDir(env, process.platform),
      logLevel,
      push: push === '1',
      agentFarm,
      paths,
      discover: discover === '1',
    },
  };
}

/** What is wrong comes back as one line. */
function readAgentFarm(env: NodeJS.ProcessEnv): AgentFarmConfig | string {
  const commands = (told(env, 'CODEV_CONNECTOR_COMMANDS') ?? 'send_message')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== 'none');
  const unknown = commands.find((name) => !isOwnersCommand(name));
  if (unknown !== undefined)
    return `CODEV_CONNECTOR_COMMANDS "${unknown}" is unknown. Use ${OWNERS_COMMANDS.join(', ')}, or none.`;
  const terminals = told(env, 'CODEV_CONNECTOR_TERMINALS') ?? '0';
  if (terminals !== '0' && terminals !== '1')
    return `CODEV_CONNECTOR_TERMINALS "${terminals}" is unknown. Set it to 1 to show terminals, or to 0.`;
  const minutes = Number(told(env, 'CODEV_PORCH_LIMIT_MINUTES') ?? '15');
  if (!(minutes > 0 && minutes <= 24 * 60))
    return 'CODEV_PORCH_LIMIT_MINUTES is not a number of minutes between 0 and 1440.';
  const farms = readFarms(env);
  if (typeof farms === 'string') return farms;
  return {
    farms,
    commands: commands.filter(isOwnersCommand),
    terminals: terminals === '1',
    porchLimitMs: minutes * 60_000,
  };
}

/** Several are written one behind the other, and each has a Tower of its own. */
function readFarms(env: NodeJS.ProcessEnv): readonly Farm[] | string {
  const dirs = (told(env, 'CODEV_AGENT_FARM_DIR') ?? join(homedir(), '.agent-farm'))
    .split(delimiter)
    .filter(Boolean);
  const urls = (told(env, 'CODEV_TOWER_URL') ?? 'http://127.0.0.1:4100').split(',');
  if (urls.length !== dirs.length)
    return `CODEV_AGENT_FARM_DIR names ${dirs.length} and CODEV_TOWER_URL ${urls.length}. Write one Tower for each folder.`;
  const key = told(env, 'CODEV_TOWER_KEY');
  const keys = dirs.length > 1 ? (key ?? '').split(',') : [key ?? ''];
  const farms: Farm[] = [];
  for (const [i, dir] of dirs.entries()) {
    const towerUrl = towerOrigin(urls[i]?.trim() ?? '');
    if (towerUrl === undefined)
      return 'CODEV_TOWER_URL is not a URL of Tower. Write it like http://127.0.0.1:4100.';
    farms.push({ dir, towerUrl, towerKey: keys[i]?.trim() || undefined });
  }
  return farms;
}

function towerOrigin(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) return undefined;
  return url.origin;
}

function isOwnersCommand(name: string): name is OwnersCommand {
  return (OWNERS_COMMANDS as readonly string[]).includes(name);
}

/** Undefined for what is not set, and for blanks. */
function told(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** `http(s)` is accepted too, since that is what people have in their browser; HQ's socket is at `/ws`. */
function socketUrl(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url?.host) return undefined;
  // A key in the URL would end up in logs and in `ps`.
  if (url.username || url.password || url.searchParams.has('key')) return undefined;
  if (url.protocol === 'http:') url.protocol = 'ws:';
  if (url.protocol === 'https:') url.protocol = 'wss:';
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') return undefined;
  if (url.pathname === '/') url.pathname = '/ws';
  url.hash = '';
  return url.href;
}

function defaultDataDir(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  const home = homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'codev-hq', 'connector');
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'codev-hq', 'connector');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'codev-hq', 'connector');
}

function isLogLevel(text: string): text is LogLevel {
  return (LOG_LEVELS as readonly string[]).includes(text);
}

function refuse(error: string): ConfigResult {
  return { ok: false, error };
}
