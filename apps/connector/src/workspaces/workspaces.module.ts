import { Global, Module, type DynamicModule } from '@nestjs/common';
import { INSTANCE_ID } from './instance-identity.js';
import { WORKSPACES, type Workspaces } from './workspace.js';

/** What this machine has, found out before anything else starts. */
@Global()
@Module({})
export class WorkspacesModule {
  static of(workspaces: Workspaces, instanceId: string): DynamicModule {
    const providers = [
      { provide: WORKSPACES, useValue: workspaces },
      { provide: INSTANCE_ID, useValue: instanceId },
    ];
    return { module: WorkspacesModule, providers, exports: [WORKSPACES, INSTANCE_ID] };
  }
}
