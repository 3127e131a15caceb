import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeysService } from './api-keys.service.js';
import { AuthGuard } from './auth.guard.js';
import { OwnAddress } from './own-address.js';
import { PeopleService } from './people.service.js';
import { SessionController } from './session.controller.js';
import { StandingCredentials } from './standing-credentials.js';

@Global()
@Module({
  controllers: [SessionController],
  providers: [
    ApiKeysService,
    OwnAddress,
    PeopleService,
    StandingCredentials,
    { provide: APP_GUARD, useClass: AuthGuard },
  ],
  exports: [ApiKeysService, OwnAddress, PeopleService, StandingCredentials],
})
export class PeopleModule {}
