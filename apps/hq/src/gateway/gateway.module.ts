import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/approval.module.js';
import { ErrandsModule } from '../errands/errands.module.js';
import { StateModule } from '../state/state.module.js';
import { Connections } from './connections.js';
import { ConnectorGateway } from './connector.gateway.js';
import { DecisionCourier } from './decision-courier.js';
import { ErrandCourier } from './errand-courier.js';
import { FrameIntake } from './frame-intake.js';
import { FrameTurns } from './frame-turns.js';
import { LatencyProbe } from './latency-probe.js';
import { MessageRoutes } from './message-routes.js';
import { Reports } from './reports.js';
import { ResponseInbox } from './response-inbox.js';
import { UpgradeGuard } from './upgrade-guard.js';
import { Watchman } from './watchman.js';

@Module({
  imports: [ApprovalModule, ErrandsModule, StateModule],
  providers: [
    Connections,
    ConnectorGateway,
    DecisionCourier,
    ErrandCourier,
    FrameIntake,
    FrameTurns,
    LatencyProbe,
    MessageRoutes,
    Reports,
    ResponseInbox,
    UpgradeGuard,
    Watchman,
  ],
  exports: [FrameTurns, UpgradeGuard],
})
export class GatewayModule {}
