import { Inject, Injectable } from '@nestjs/common';
import type { ConnectorFeature, ConnectorPayload } from '@codev-hq/protocol';
import { allowedFeatures } from '../agent-farm/owner-commands.js';
import { CONFIG, VERSION, type ConnectorConfig } from '../connector.config.js';
import { INSTANCE_ID } from '../workspaces/instance-identity.js';
import { WORKSPACES, type Workspace, type Workspaces } from '../workspaces/workspace.js';

const FEATURES: readonly ConnectorFeature[] = [
  'decision_response',
  'proof',
  'manifest',
  'rejection',
  'artifact_request',
  'artifact_history',
];

/** Where HQ is and how this connector introduces itself there. */
@Injectable()
export class Introduction {
  readonly hqUrl: string;
  readonly apiKey: string | undefined;

  constructor(
    @Inject(CONFIG)
    private readonly config: Pick<ConnectorConfig, 'hqUrl' | 'apiKey' | 'instanceName' | 'agentFarm'>,
    @Inject(INSTANCE_ID) private readonly instanceId: string,
    @Inject(WORKSPACES) readonly workspaces: Workspaces,
  ) {
    this.hqUrl = config.hqUrl;
    this.apiKey = config.apiKey;
  }

  /** `sessionId` is the last one HQ gave, so that it can tell a resumed connection from a new one. */
  words(sessionId: string | undefined): ConnectorPayload<'register'> {
    return {
      instance_id: this.instanceId,
      instance_name: this.config.instanceName,
      version: VERSION,
      projects: this.workspaces.map(asProject),
      features: [...FEATURES, ...allowedFeatures(this.config.agentFarm)],
      ...(sessionId !== undefined && { session_id: sessionId }),
    };
  }
}

function asProject({ path, name, gitRemote }: Workspace): ConnectorPayload<'register'>['projects'][number] {
  return { path, name, ...(gitRemote !== undefined && { git_remote: gitRemote }) };
}
