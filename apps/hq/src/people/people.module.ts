import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeysService } from './api-keys.service.js';
import { AuthGuard } from './auth.guard.js';
import { HandoverController } from './handover.controller.js';
import { HandoverService } from './handover.service.js';
import { KeyDesk } from './key-desk.service.js';
import { KeysController } from './keys.controller.js';
import { ReadingCallers } from './long-reads.js';
import { OwnAddress } from './own-address.js';
import { PeopleController } from './people.controller.js';
import { PeopleFacts } from './people-facts.js';
import { PeopleService } from './people.service.js';
import { ProfileService } from './profile.service.js';
import { SessionController } from './session.controller.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsService } from './sessions.service.js';
import { StandingCredentials } from './standing-credentials.js';

@Global()
@Module({
  controllers: [HandoverController, KeysController, PeopleController, SessionController, SessionsController],
  providers: [
    ApiKeysService,
    HandoverService,
    KeyDesk,
    OwnAddress,
    PeopleFacts,
    PeopleService,
    ProfileService,
    ReadingCallers,
    SessionsService,
    StandingCredentials,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [ApiKeysService, OwnAddress, PeopleFacts, PeopleService, ReadingCallers, StandingCredentials],
})
export class PeopleModule {}
