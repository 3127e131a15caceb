import { Body, Controller, Get, Put } from '@nestjs/common';
import { notificationPreferences, type NotificationPreferences } from '@codev-hq/protocol';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Caller, Needs, SignedIn } from '../people/auth.guard.js';
import type { Principal } from '../people/principal.js';
import { personOf } from './notified-person.js';
import { Preferences } from './preferences.js';

@Controller('api/notifications/preferences')
@Needs('read')
export class PreferencesController {
  constructor(private readonly preferences: Preferences) {}

  @Get()
  async get(@Caller() caller: Principal): Promise<NotificationPreferences> {
    return this.preferences.of(personOf(caller));
  }

  @Put()
  @SignedIn()
  async put(
    @Body(new SchemaPipe(notificationPreferences)) body: NotificationPreferences,
    @Caller() caller: Principal,
  ): Promise<NotificationPreferences> {
    return this.preferences.set(personOf(caller), body);
  }
}
