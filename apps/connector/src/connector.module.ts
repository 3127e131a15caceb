import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { CONFIG, type ConnectorConfig } from './connector.config.js';
import { LOG, type Log } from './connector-log.js';
import { HqLinkModule } from './hq-link/hq-link.module.js';
import { StatusFilesModule } from './status-files/status-files.module.js';
import type { Workspaces } from './workspaces/workspace.js';
import { WorkspacesModule } from './workspaces/workspaces.module.js';

/** What was settled before the rooms open. */
export interface Groundwork {
  readonly config: ConnectorConfig;
  readonly log: Log;
  readonly workspaces: Workspaces;
  readonly instanceId: string;
}

/** The connector's rooms, in the order a change travels: which files, what they say, to HQ, and back as a commit. */
@Global()
@Module({})
export class ConnectorModule {
  static on({ config, log, workspaces, instanceId }: Groundwork): DynamicModule {
    return {
      module: ConnectorModule,
      imports: [
        WorkspacesModule.of(workspaces, instanceId),
        StatusFilesModule,
        HqLinkModule,
        ApprovalsModule,
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOG, useValue: log },
      ],
      exports: [CONFIG, LOG],
    };
  }
}
