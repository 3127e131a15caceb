import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { HqConfig } from '../hq.config.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { AuditRepository } from './audit.repository.js';
import { openDatabase, openRowWriter, type Database } from './database.js';
import { DecisionRepository } from './decision.repository.js';
import { DeliveryRepository } from './delivery.repository.js';
import { GateDispositionRepository } from './gate-disposition.repository.js';
import { GateLookRepository } from './gate-look.repository.js';
import { HistoryRepository } from './history.repository.js';
import { MirrorRepository } from './mirror.repository.js';
import { NoticeRepository } from './notice.repository.js';
import { NotificationRuleRepository } from './notification-rule.repository.js';
import { PeopleRepository } from './people.repository.js';
import { PushDeviceRepository } from './push-device.repository.js';
import { DATABASE, ROW_WRITER } from './persistence.tokens.js';
import type { RowWriter } from './row-work.js';
import { SessionRepository } from './session.repository.js';
import { SigningKeyRepository } from './signing-key.repository.js';
import { WebhookRepository } from './webhook.repository.js';

const repositories = [
  ApiKeyRepository,
  AuditRepository,
  DecisionRepository,
  DeliveryRepository,
  GateDispositionRepository,
  GateLookRepository,
  HistoryRepository,
  MirrorRepository,
  NoticeRepository,
  NotificationRuleRepository,
  PeopleRepository,
  PushDeviceRepository,
  SessionRepository,
  SigningKeyRepository,
  WebhookRepository,
];

@Global()
@Module({
  providers: [
    { provide: DATABASE, useFactory: (config: HqConfig) => openDatabase(config), inject: [HqConfig] },
    { provide: ROW_WRITER, useFactory: openRowWriter, inject: [DATABASE, HqConfig] },
    ...repositories,
  ],
  exports: repositories,
})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(ROW_WRITER) private readonly writer: RowWriter,
  ) {}

  /** Last of all: Nest calls shutdown hooks after every room has written what it still held. */
  async onApplicationShutdown(): Promise<void> {
    await this.writer.close();
    await this.db.destroy();
  }
}
