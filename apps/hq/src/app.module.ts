import { Module, type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { ActivityModule } from './activity/activity.module.js';
import { ApprovalModule } from './approval/approval.module.js';
import { AuditModule } from './audit/audit.module.js';
import { ConfigModule } from './config.module.js';
import { ErrandsModule } from './errands/errands.module.js';
import { GatewayModule } from './gateway/gateway.module.js';
import type { HqConfig } from './hq.config.js';
import { LiveModule } from './live/live.module.js';
import { logOptions } from './log-options.js';
import { NotifyModule } from './notify/notify.module.js';
import { PeopleModule } from './people/people.module.js';
import { PersistenceModule } from './persistence/persistence.module.js';
import { QuietLogger } from './quiet-logger.js';
import { StateModule } from './state/state.module.js';

/** HQ's rooms in the order a status file and the decision about it pass through them. */
@Module({})
export class AppModule {
  static with(config: HqConfig): DynamicModule {
    return {
      module: AppModule,
      providers: [QuietLogger],
      imports: [
        ConfigModule.with(config),
        LoggerModule.forRoot(logOptions(config.logLevel, process.stdout.isTTY)),
        GatewayModule,
        StateModule,
        PersistenceModule,
        LiveModule,
        ApprovalModule,
        ActivityModule,
        ErrandsModule,
        NotifyModule,
        PeopleModule,
        AuditModule,
      ],
    };
  }
}
