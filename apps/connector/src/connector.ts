import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ApprovalService } from './approvals/approval.service.js';
import { ArtifactStore } from './artifacts/artifact-store.js';
import { NestSpeaksThrough, type Log } from './connector-log.js';
import type { ConnectorConfig } from './connector.config.js';
import { ConnectorModule } from './connector.module.js';
import { HqLink } from './hq-link/hq-link.service.js';
import { StatusFileStore } from './status-files/status-file-store.js';
import { prepareDataFolder } from './workspaces/data-folder.js';
import { servedWorkspaces } from './workspaces/served-workspaces.js';
import { instanceIdentity } from './workspaces/instance-identity.js';
import { lockDataFolder } from './workspaces/single-instance-lock.js';
import { WorkspaceWatch } from './workspaces/workspace-watch.js';

export type StartResult =
  | { readonly ok: true; readonly stop: () => Promise<void> }
  /** One line for people. */
  | { readonly ok: false; readonly error: string };

/** Everything from a checked configuration to a running connector, in the order in which it can fail. */
export async function startConnector(config: ConnectorConfig, log: Log, cwd: string): Promise<StartResult> {
  const found = await servedWorkspaces(config, cwd);
  if (!found.ok) return found;
  const trouble = await prepareDataFolder(config.dataDir);
  if (trouble !== undefined) return { ok: false, error: trouble };
  const lock = await lockDataFolder(config.dataDir);
  if (!lock.ok) return lock;
  const workspaces = [...found.workspaces];
  const instanceId = await instanceIdentity(config.dataDir);
  const module = ConnectorModule.on({ config, log, workspaces, instanceId });
  const app = await NestFactory.createApplicationContext(module, new NestSpeaksThrough(log));
  const names = workspaces.map(({ path, isRepository }) =>
    isRepository ? path : `${path} (no git repository)`,
  );
  log.info({ instance: instanceId }, `serving ${names.join(', ')}`);
  await openRooms(app, log);
  const watch = new WorkspaceWatch(config.discover ? config.agentFarm.farms : [], workspaces, log);
  watch.start(async (workspace) => {
    await app.get(StatusFileStore).add(workspace);
    await app.get(HqLink).servesMore();
  });
  return {
    ok: true,
    stop: async () => {
      await watch.stop();
      await app.close();
      await lock.release();
    },
  };
}

/** Files first: what HQ hears from the start is all there is. */
async function openRooms(app: INestApplicationContext, log: Log): Promise<void> {
  await app.get(StatusFileStore).start();
  await app.get(ArtifactStore).start();
  // A hook may take its time; HQ need not wait for it.
  app
    .get(ApprovalService)
    .recover()
    .catch((error: unknown) => log.error({ err: error }, 'unfinished decisions could not be finished'));
  app.get(HqLink).start();
}
