import { mkdirSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Crew } from './crew.ts';
import { demoRepository } from './demo-repository.ts';
import { greeting } from './greeting.ts';
import { localUrl } from './local-url.ts';
import { personAt } from './person.ts';
import { servedFolders, withoutGit } from './served-folder.ts';
import { startHq } from './start-hq.ts';
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
  const content = join(root, 'apps/start/demo');
  const demo =
    settings.repositories.length === 0 ? demoRepository(settings.demoDir, content, new Date()) : undefined;
  const served = servedFolders(demo === undefined ? settings.repositories : [demo]);
  const paths = served.map(({ path }) => path);
  const person = personAt(paths[0] ?? root, process.env);

  terminal.passing('starting HQ …');
  const hq = await startHq(root, settings, person, crew, join(logs, 'hq.log'), signal);
  terminal.line(`✓ HQ on ${settings.publicUrl ?? localUrl(settings)}`);

  for (const line of withoutGit(served)) terminal.line(line);
  terminal.passing('starting the connector …');
  const endWithStarter = pathToFileURL(join(root, 'apps/start/src/end-with-starter.ts')).href;
  const machine = process.env['CODEV_HQ_INSTANCE_NAME'] || hostname();
  crew.add({
    name: 'The connector',
    args: ['--import', endWithStarter, join(root, 'dist/apps/connector/main.js'), ...paths],
    logFile: join(logs, 'connector.log'),
    env: {
      ...process.env,
      CODEV_HQ_URL: localUrl(settings).replace(/^http/, 'ws') + '/ws',
      CODEV_HQ_API_KEY: process.env['CODEV_HQ_API_KEY'] || (await hq.connectorKey()),
      CODEV_HQ_INSTANCE_NAME: machine,
      CODEV_CONNECTOR_DATA_DIR: settings.connectorDir,
    },
  });
  const files = paths.reduce((sum, path) => sum + statusFiles(path), 0);
  const connected = await hq.client.connected(machine, files, SYNC_PATIENCE, signal);
  if (demo !== undefined) {
    crew.add({
      name: 'The demo’s agent',
      args: [join(root, 'apps/start/src/demo-agent.ts'), demo, content],
      env: process.env,
      logFile: join(logs, 'agent.log'),
      onLine: (line) => {
        terminal.line(line);
      },
    });
  }
  const waiting = await hq.client.waiting();
  for (const line of greeting({ connected, waiting, person, link: hq.link, demo, logs })) terminal.line(line);
}

function statusFiles(repository: string): number {
  try {
    return readdirSync(join(repository, 'codev', 'status')).filter((name) => name.endsWith('.md')).length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0; // it may come later, the connector watches for it
    throw error;
  }
}
