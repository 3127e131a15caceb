import { Module } from '@nestjs/common';
import { AgentFarmModule } from '../agent-farm/agent-farm.module.js';
import { ArtifactsModule } from '../artifacts/artifacts.module.js';
import { ApprovalsModule } from '../approvals/approvals.module.js';
import { StatusFilesModule } from '../status-files/status-files.module.js';
import { HqLink } from './hq-link.service.js';
import { HqMessageHandlers } from './hq-message-handlers.js';
import { Introduction } from './introduction.js';
import { RefusedMessages } from './refused-messages.js';

@Module({
  imports: [ArtifactsModule, StatusFilesModule, AgentFarmModule, ApprovalsModule],
  providers: [Introduction, HqMessageHandlers, RefusedMessages, HqLink],
  exports: [HqLink, RefusedMessages],
})
export class HqLinkModule {}
