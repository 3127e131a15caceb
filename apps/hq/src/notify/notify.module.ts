import { Module } from '@nestjs/common';
import { ApprovalModule } from '../approval/approval.module.js';
import { StateModule } from '../state/state.module.js';
import { DevicesController } from './devices.controller.js';
import { PreferencesController } from './preferences.controller.js';
import { Preferences } from './preferences.js';
import { PushDevices } from './push-devices.js';
import { PushSender } from './push-sender.js';
import { ReminderRules } from './reminder-rules.js';
import { RemindersController } from './reminders.controller.js';
import { VapidKeys } from './vapid-keys.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhooksController } from './webhooks.controller.js';
import { Webhooks } from './webhooks.js';

@Module({
  imports: [ApprovalModule, StateModule],
  controllers: [DevicesController, PreferencesController, RemindersController, WebhooksController],
  providers: [Preferences, PushDevices, PushSender, ReminderRules, VapidKeys, WebhookSender, Webhooks],
})
export class NotifyModule {}
