import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/approval.module.js';
import { StateModule } from '../state/state.module.js';
import { BuilderWatch } from './builder-watch.js';
import { DeliveryRun } from './delivery-run.js';
import { DevicePost } from './device-post.js';
import { DevicesController } from './devices.controller.js';
import { EscalationTargets } from './escalation-targets.js';
import { GateWatch } from './gate-watch.js';
import { NoticeBoard } from './notice-board.js';
import { NoticeDealer } from './notice-dealer.js';
import { NoticeFinder } from './notice-finder.js';
import { NoticeRounds } from './notice-rounds.js';
import { PreferencesController } from './preferences.controller.js';
import { Preferences } from './preferences.js';
import { PushDevices } from './push-devices.js';
import { PushSender } from './push-sender.js';
import { Recipients } from './recipients.js';
import { ReminderRules } from './reminder-rules.js';
import { ReminderWatch } from './reminder-watch.js';
import { RemindersController } from './reminders.controller.js';
import { VapidKeys } from './vapid-keys.js';
import { WebhookPost } from './webhook-post.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.js';

@Module({
  imports: [ApprovalModule, StateModule],
  controllers: [DevicesController, PreferencesController, RemindersController, WebhooksController],
  providers: [
    BuilderWatch,
    DeliveryRun,
    DevicePost,
    EscalationTargets,
    GateWatch,
    NoticeBoard,
    NoticeDealer,
    NoticeFinder,
    NoticeRounds,
    Preferences,
    PushDevices,
    PushSender,
    Recipients,
    ReminderRules,
    ReminderWatch,
    VapidKeys,
    WebhookPost,
    WebhookSender,
    Webhooks,
  ],
})
export class NotifyModule {}
