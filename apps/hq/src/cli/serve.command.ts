import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type HqConfig } from '../hq.config.js';
import { createHq, listen } from '../hq-app.js';
import { giveBackMemoryOfStart } from '../memory-after-start.js';
import { OwnAddress } from '../people/own-address.js';
import { PeopleService } from '../people/people.service.js';
import { prepareDataDir } from '../persistence/data-dir.js';
import { takeSingleHqLock } from '../persistence/single-hq-lock.js';
import { ADDRESS_FILE } from './command-context.js';

/** Milliseconds a stop may take; after that the process ends anyway. */
const STOP_WITHIN = 5000;

const LOCK_LOST =
  'HQ lost its connection to PostgreSQL, and with it the right to be the only HQ. Start it again.';

/** Starts HQ; resolves once it has been told to stop and has stopped. */
export async function serveCommand(config: HqConfig): Promise<number> {
  prepareDataDir(config.dataDir);
  const lock = await takeSingleHqLock(config);
  if (!lock) {
    throw new ConfigError(
      config.databaseUrl === undefined
        ? `Another HQ uses ${config.dataDir}. Stop it, or set CODEV_HQ_DATA_DIR to another folder.`
        : 'Another HQ uses this PostgreSQL database. Stop it, or set CODEV_HQ_DATABASE_URL to another one.',
    );
  }
  // From here on: who tells HQ to stop while it starts is heard once it has started.
  const stopped = stopSignal();
  const app = await createHq(config);
  try {
    await app.init();
    giveBackMemoryOfStart();
    await listen(app, config);
  } catch (error) {
    await app.close();
    await lock.release();
    throw error;
  }
  const url = app.get(OwnAddress).publicUrl;
  writeFileSync(join(config.dataDir, ADDRESS_FILE), `${url}\n`);
  process.stdout.write(`Codev HQ is at ${url}\n`);
  const link = await app.get(PeopleService).ownerLink();
  if (link !== undefined) process.stdout.write(`Sign in once, within 15 minutes: ${link}\n`);
  const ended = await Promise.race([stopped, lock.lost.then(() => 'lock lost' as const)]);
  const impatience = setTimeout(() => process.exit(0), STOP_WITHIN);
  await app.close();
  clearTimeout(impatience);
  rmSync(join(config.dataDir, ADDRESS_FILE), { force: true });
  if (ended === 'lock lost') throw new ConfigError(LOCK_LOST);
  await lock.release();
  return 0;
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
