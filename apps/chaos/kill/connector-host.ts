/**
 * Several connectors in one process, each with its own data directory, repository and socket: a hundred processes are
 * too many for a small machine. What is killed is this process. Started with a JSON file that lists them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MachineSettings } from './machine-settings.ts';

/** What is used of the connector as `tsc` wrote it. */
interface BuiltConnector {
  readConfig(
    env: NodeJS.ProcessEnv,
    paths: readonly string[],
  ): { ok: true; config: unknown } | { ok: false; error: string };
  openLog(level: string): unknown;
  startConnector(
    config: unknown,
    log: unknown,
    cwd: string,
  ): Promise<{ ok: true } | { ok: false; error: string }>;
}

const [list = '', ...rest] = process.argv.slice(2);
if (rest.length > 0) throw new Error('Usage: connector-host.ts LIST.json');
const machines = JSON.parse(readFileSync(list, 'utf8')) as MachineSettings[];
const connector = await built();
const log = connector.openLog('warn');
await Promise.all(machines.map(start));

async function start({ env, repository }: MachineSettings): Promise<void> {
  const read = connector.readConfig(env, [repository]);
  if (!read.ok) throw new Error(read.error);
  const started = await connector.startConnector(read.config, log, repository);
  if (!started.ok) throw new Error(started.error);
}

async function built(): Promise<BuiltConnector> {
  const folder = join(process.cwd(), 'dist/out-tsc/connector');
  const load = async (name: string) =>
    (await import(pathToFileURL(join(folder, name)).href)) as Partial<BuiltConnector>;
  await import('reflect-metadata');
  const parts = await Promise.all(['connector.config.js', 'connector-log.js', 'connector.js'].map(load));
  return Object.assign({}, ...parts) as BuiltConnector;
}
