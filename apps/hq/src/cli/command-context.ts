import { Module, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigModule } from '../config.module.js';
import type { HqConfig } from '../hq.config.js';
import { PeopleModule } from '../people/people.module.js';
import { DATABASE_FILE } from '../persistence/database.js';
import { PersistenceModule } from '../persistence/persistence.module.js';

/** Where a running HQ notes its address, so that `link` prints one that works. */
export const ADDRESS_FILE = 'hq.url';

@Module({})
class CommandModule {
  static with(config: HqConfig): DynamicModule {
    return { module: CommandModule, imports: [ConfigModule.with(config), PersistenceModule, PeopleModule] };
  }
}

/** Runs a command on HQ's own modules and database, beside a running HQ or without one. */
export async function inCommandContext<T>(
  config: HqConfig,
  work: (context: INestApplicationContext) => Promise<T>,
): Promise<T> {
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, DATABASE_FILE)))
    process.stderr.write(newFolder(config.dataDir));
  config.publicUrl ??= addressOfRunning(config.dataDir);
  const context = await NestFactory.createApplicationContext(CommandModule.with(config), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

/** Who started HQ with a folder of its own and forgot it here would wait for what never comes. */
function newFolder(dataDir: string): string {
  return `${dataDir} is new: no HQ has run there. If yours keeps its data elsewhere, set CODEV_HQ_DATA_DIR as it has it.\n`;
}

function addressOfRunning(dataDir: string): string | undefined {
  const file = join(dataDir, ADDRESS_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
