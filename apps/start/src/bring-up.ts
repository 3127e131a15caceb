import { mkdirSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Crew } from './crew.ts';
import { demoRepository } from './demo-repository.ts';
import { greeting } from './greeting.ts';
import { HqClient } from './hq-client.ts';
import { hqCli } from './hq-cli.ts';
import { forgetKey, keptKey } from './keys.ts';
import { personAtThisMachine } from './person.ts';
import { repositoryRoot } from './repository-root.ts';
import type { StartSettings } from './start-settings.ts';
import type { Terminal } from './terminal.ts';

/** The initial sync is local and takes milliseconds; a file HQ refuses must not keep the greeting away. */
const SYNC_PATIENCE = 5000;

/** Starts HQ, the connector and for the demo its agent, and says when a person can begin. */
export async function bringUp(
  root: string,
  settings: StartSettings,
  crew: Crew,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const logs = join(settings.startDir, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  terminal.passing('starting HQ …');
  const url = localUrl(settings);
  const env = {
    ...process.env,
    HOST: settings.host,
    PORT: String(settings.port),
    CODEV_HQ_DATA_DIR: settings.hqDir,
  };
  // Named in full, because no HQ runs yet whose address a link could take.
  const cliEnv = { ...env, CODEV_HQ_PUBLIC_URL: settings.publicUrl ?? url };
  const cli = (args: readonly string[]) => hqCli(root, cliEnv, args);
  const makeKey = (name: string, scopes: string) =>
    cli(['keys', 'create', '--name', name, '--scopes', scopes]);
  const kept = (name: string, scopes: string) =>
    keptKey(settings.startDir, `npm-start-${name}`, scopes, makeKey);

  let readKey = await kept('status', 'read');
  const { name, email } = personAtThisMachine();
  const link = await cli(['link', '--name', name, '--email', email]);
  crew.add({ name: 'HQ', args: [join(root, 'dist/apps/hq/main.js')], env, logFile: join(logs, 'hq.log') });
  await new HqClient(url, readKey).healthy(signal);
  if (!(await new HqClient(url, readKey).keyWorks())) {
    forgetKey(settings.startDir, 'npm-start-status');
    forgetKey(settings.startDir, 'npm-start-connector');
    readKey = await kept('status', 'read');
  }
  terminal.line(`✓ HQ on ${settings.publicUrl ?? url}`);

  terminal.passing('starting the connector …');
  const content = join(root, 'apps/start/demo');
  const demo = settings.repositories.length === 0;
  const served = demo ? [demoRepository(settings.demoDir, content, new Date())] : settings.repositories;
  const machine = process.env['CODEV_HQ_INSTANCE_NAME'] || hostname();
  crew.add({
    name: 'The connector',
    args: [join(root, 'dist/apps/connector/main.js'), ...served],
    logFile: join(logs, 'connector.log'),
    env: {
      ...process.env,
      CODEV_HQ_URL: url.replace(/^http/, 'ws') + '/ws',
      CODEV_HQ_API_KEY: process.env['CODEV_HQ_API_KEY'] || (await kept('connector', 'connector')),
      CODEV_HQ_INSTANCE_NAME: machine,
      CODEV_CONNECTOR_DATA_DIR: settings.connectorDir,
    },
  });
  const hq = new HqClient(url, readKey);
  const files = served.map(repositoryRoot).reduce((sum, path) => sum + statusFiles(path), 0);
  const connected = await hq.connected(machine, files, SYNC_PATIENCE, signal);
  if (demo) {
    crew.add({
      name: 'The demo’s agent',
      args: [join(root, 'apps/start/src/demo-agent.ts'), served[0] ?? '', content],
      env: process.env,
      logFile: join(logs, 'agent.log'),
      onLine: (line) => {
        terminal.line(line);
      },
    });
  }
  const waiting = await hq.waiting();
  for (const line of greeting({ connected, waiting, link, demo: demo ? served[0] : undefined, logs }))
    terminal.line(line);
}

/** HQ bound to every interface is reached on this machine all the same. */
function localUrl({ host, port }: StartSettings): string {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`;
}

function statusFiles(repository: string): number {
  try {
    return readdirSync(join(repository, 'codev', 'status')).filter((name) => name.endsWith('.md')).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0; // it may come later, the connector watches for it
    throw error;
  }
}
