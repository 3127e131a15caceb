import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/approval.module.js';
import { StateModule } from '../state/state.module.js';
import { EventsController } from './events.controller.js';
import { LiveFeed } from './live-feed.js';

@Module({
  imports: [ApprovalModule, StateModule],
  controllers: [EventsController],
  providers: [LiveFeed],
})
export class LiveModule {}
