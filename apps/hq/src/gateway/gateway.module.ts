import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/approval.module.js';
import { StateModule } from '../state/state.module.js';
import { Connections } from './connections.js';
import { ConnectorGateway } from './connector.gateway.js';
import { DecisionCourier } from './decision-courier.js';
import { FrameIntake } from './frame-intake.js';
import { ReportGateway } from './report.gateway.js';
import { ResponseInbox } from './response-inbox.js';
import { UpgradeGuard } from './upgrade-guard.js';
import { Watchman } from './watchman.js';

@Module({
  imports: [ApprovalModule, StateModule],
  providers: [
    Connections,
    ConnectorGateway,
    DecisionCourier,
    FrameIntake,
    ReportGateway,
    ResponseInbox,
    UpgradeGuard,
    Watchman,
  ],
  exports: [Connections, FrameIntake, ResponseInbox, UpgradeGuard],
})
export class GatewayModule {}
