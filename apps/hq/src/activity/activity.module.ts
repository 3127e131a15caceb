import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/approval.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { StateModule } from '../state/state.module.js';
import { ActivityController } from './activity.controller.js';
import { ActivityService } from './activity.service.js';
import { ActivitySources } from './activity-sources.js';
import { BuilderHistory } from './builder-history.js';
import { Comparisons } from './comparisons.js';
import { FileHistory } from './file-history.js';
import { HistoryKeeper } from './history-keeper.js';
import { HistoryRecorder } from './history-recorder.js';
import { InsightsController } from './insights.controller.js';
import { InsightsDesk } from './insights-desk.js';
import { InsightsService } from './insights.service.js';
import { InstancesController } from './instances.controller.js';
import { LooksController } from './looks.controller.js';
import { MachineHistory } from './machine-history.js';
import { ProjectNames } from './project-names.js';
import { TimelineController } from './timeline.controller.js';

@Module({
  imports: [ApprovalModule, AuditModule, StateModule],
  controllers: [
    ActivityController,
    InsightsController,
    InstancesController,
    LooksController,
    TimelineController,
  ],
  providers: [
    ActivityService,
    ActivitySources,
    BuilderHistory,
    Comparisons,
    FileHistory,
    HistoryKeeper,
    HistoryRecorder,
    InsightsDesk,
    InsightsService,
    MachineHistory,
    ProjectNames,
  ],
})
export class ActivityModule {}
