import { pino } from 'pino';
import { findPorch } from '../agent-farm/porch-runner.js';
import { TowerClient } from '../agent-farm/tower-client.js';
import type { ConfigResult, ConnectorConfig, Farm, MachineConfig } from '../connector.config.js';
import type { BuilderPlace, LeftBehind } from '../status-files/project-checkouts.js';
import type { StatusFile, WithheldFile } from '../status-files/status-file.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { discoverWorkspaces, type Ignored } from '../workspaces/discover-workspaces.js';
import { readKnownWorkspaces, type KnownWorkspaces } from '../workspaces/known-workspaces.js';
import { hasOlderFarm } from '../workspaces/older-farm.js';
import { servedWorkspaces } from '../workspaces/served-workspaces.js';
import type { Workspace } from '../workspaces/workspace.js';
import { strayWorktrees } from '../workspaces/worktrees.js';

export interface FarmFinding {
  readonly dir: string;
  readonly known: KnownWorkspaces;
  readonly towerUrl: string;
  /** In words, why its Tower cannot be spoken with; undefined when it can. */
  readonly towerTrouble: string | undefined;
}

export interface ProjectFinding {
  readonly workspace: Workspace;
  /** Roots of the checkouts that are looked into. */
  readonly checkouts: readonly string[];
  readonly builders: readonly BuilderPlace[];
  readonly files: readonly StatusFile[];
  readonly strays: readonly Ignored[];
  readonly leftBehind: readonly LeftBehind[];
  readonly withheld: readonly WithheldFile[];
  /** Codev 1.6 keeps its builders there. */
  readonly olderFarm: boolean;
}

/** What this machine has, as the connector sees it. */
export interface Diagnosis {
  readonly hq: ConfigResult<Pick<ConnectorConfig, 'hqUrl' | 'apiKey'>>;
  /** In words, why HQ cannot be spoken with; undefined when it can, or when that was not tried for want of a key. */
  readonly hqTrouble: string | undefined;
  readonly config: MachineConfig;
  readonly porch: string | undefined;
  readonly farms: readonly FarmFinding[];
  /** Workspaces that agent farm knows and that are not served. */
  readonly ignored: readonly Ignored[];
  readonly projects: readonly ProjectFinding[];
}

/** In words, why HQ does not open its door to this key; undefined when it does. */
export type Knock = (hqUrl: string, apiKey: string) => Promise<string | undefined>;

export type DiagnosisResult =
  { readonly ok: true; readonly diagnosis: Diagnosis } | { readonly ok: false; readonly error: string };

/** Looks at everything once, only knocks at HQ's door and writes nothing. */
export async function diagnose(
  config: MachineConfig,
  hq: Diagnosis['hq'],
  cwd: string,
  knock: Knock,
): Promise<DiagnosisResult> {
  const served = await servedWorkspaces(config, cwd);
  if (!served.ok) return served;
  const { farms } = config.agentFarm;
  const discovery = config.discover ? await discoverWorkspaces(farms) : undefined;
  return {
    ok: true,
    diagnosis: {
      hq,
      hqTrouble: hq.ok && hq.config.apiKey ? await knock(hq.config.hqUrl, hq.config.apiKey) : undefined,
      config,
      porch: findPorch(),
      farms: await Promise.all(farms.map(lookAtFarm)),
      ignored: discovery?.ignored ?? [],
      projects: await lookAtProjects(served.workspaces),
    },
  };
}

async function lookAtFarm(farm: Farm): Promise<FarmFinding> {
  // Everybody may ask whether it runs; only with its key is anything told.
  const asked = await new TowerClient(farm).terminals();
  const towerTrouble = asked.kind === 'answered' ? undefined : asked.words;
  return { dir: farm.dir, known: await readKnownWorkspaces(farm.dir), towerUrl: farm.towerUrl, towerTrouble };
}

async function lookAtProjects(workspaces: readonly Workspace[]): Promise<ProjectFinding[]> {
  const store = new StatusFileStore(workspaces, pino({ level: 'silent' }));
  try {
    await store.look();
    return await Promise.all(
      workspaces.map(async (workspace) => ({
        workspace,
        checkouts: store.checkouts(workspace.path),
        builders: store.builders(workspace.path),
        files: store.list(workspace.path),
        strays: await strayWorktrees(workspace.path),
        leftBehind: store.leftBehind(workspace.path),
        olderFarm: await hasOlderFarm(workspace.path),
        withheld: store
          .withheld()
          .filter(({ projectPath }) => store.checkouts(workspace.path).includes(projectPath)),
      })),
    );
  } finally {
    await store.onApplicationShutdown();
  }
}
