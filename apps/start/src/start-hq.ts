import { join } from 'node:path';
import type { Crew } from './crew.ts';
import { HqClient } from './hq-client.ts';
import { hqCli } from './hq-cli.ts';
import { forgetKey, keptKey } from './keys.ts';
import { localUrl } from './local-url.ts';
import type { Person } from './person.ts';
import { noteRunning } from './running-note.ts';
import type { StartSettings } from './start-settings.ts';

/** V8 lets the young generation grow to 64 MB and more, which saves little time and a third of the memory of an idle machine. */
const YOUNG_GENERATION = '--max-semi-space-size=8';

export interface StartedHq {
  readonly client: HqClient;
  /** One-time, for that person. */
  readonly link: string;
  readonly connectorKey: () => Promise<string>;
}

/** Starts HQ with a door for the person; resolves when it answers. */
export async function startHq(
  root: string,
  settings: StartSettings,
  person: Person,
  crew: Crew,
  logFile: string,
  signal: AbortSignal,
): Promise<StartedHq> {
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

  let client = new HqClient(url, await kept('status', 'read'));
  const address = person.email === undefined ? [] : ['--email', person.email];
  const link = await cli(['link', '--name', person.name, ...address]);
  const hq = crew.add({
    name: 'HQ',
    args: [YOUNG_GENERATION, join(root, 'dist/apps/hq/main.js')],
    env,
    logFile,
  });
  await client.healthy(signal);
  noteRunning(settings.startDir, {
    starter: process.pid,
    hq: hq.pid ?? process.pid,
    local: url,
    url: settings.publicUrl ?? url,
  });
  if (!(await client.keyWorks())) {
    forgetKey(settings.startDir, 'npm-start-status');
    forgetKey(settings.startDir, 'npm-start-connector');
    client = new HqClient(url, await kept('status', 'read'));
  }
  return { client, link, connectorKey: () => kept('connector', 'connector') };
}
