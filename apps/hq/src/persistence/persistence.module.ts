import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { HqConfig } from '../hq.config.js';
import { ApiKeyRepository } from './api-key.repository.js';
import { AuditRepository } from './audit.repository.js';
import { openDatabase, type Database } from './database.js';
import { DecisionRepository } from './decision.repository.js';
import { MirrorRepository } from './mirror.repository.js';
import { PeopleRepository } from './people.repository.js';
import { DATABASE } from './persistence.tokens.js';
import { SigningKeyRepository } from './signing-key.repository.js';

const repositories = [
  ApiKeyRepository,
  AuditRepository,
  DecisionRepository,
  MirrorRepository,
  PeopleRepository,
  SigningKeyRepository,
];

@Global()
@Module({
  providers: [
    { provide: DATABASE, useFactory: (config: HqConfig) => openDatabase(config), inject: [HqConfig] },
    ...repositories,
  ],
  exports: repositories,
})
export class PersistenceModule implements OnApplicationShutdown {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Last of all: Nest calls shutdown hooks after every room has written what it still held. */
  async onApplicationShutdown(): Promise<void> {
    await this.db.destroy();
  }
}
