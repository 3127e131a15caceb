import type { HqConfig } from '../hq.config.js';
import { backUp, CopyRefused, move, restore } from '../persistence/backup.js';
import { prepareDataDir } from '../persistence/data-dir.js';
import { takeSingleHqLock } from '../persistence/single-hq-lock.js';
import { postgresFailure } from './start-failure.js';
import { readFlags, UsageError } from './usage.js';

/** `backup FILE`: may run beside a working HQ. */
export async function backupCommand(config: HqConfig, args: readonly string[]): Promise<number> {
  const { positionals } = readFlags(args, [], []);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Write backup FILE.');
  const rows = await asUsage(() => backUp(config, file));
  process.stdout.write(`Backed up ${rows} rows to ${file}. It holds HQ's signing key: keep it safe.\n`);
  return 0;
}

/** `restore FILE [--force]`: HQ must not be running. */
export async function restoreCommand(config: HqConfig, args: readonly string[]): Promise<number> {
  const { positionals, flags } = readFlags(args, [], ['force']);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new UsageError('Write restore FILE [--force].');
  prepareDataDir(config.dataDir);
  const rows = await alone(config, () => restore(file, config, flags.has('force')));
  process.stdout.write(`Restored ${rows} rows from ${file}; the audit log is whole.\n`);
  return 0;
}

/** `move --to postgres://… [--force]`: HQ must not be running. */
export async function moveCommand(config: HqConfig, args: readonly string[]): Promise<number> {
  const { options, flags } = readFlags(args, ['to'], ['force']);
  const databaseUrl = options.to;
  if (databaseUrl === undefined || !/^postgres(ql)?:\/\/./.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new UsageError('Write move --to postgres://user:password@host:5432/codev_hq [--force].');
  }
  const to = { dataDir: config.dataDir, databaseUrl };
  const rows = await alone(config, () =>
    reaching(() => alone(to, () => move(config, to, flags.has('force')))),
  );
  process.stdout.write(`Moved ${rows} rows. Start HQ with CODEV_HQ_DATABASE_URL set to that address.\n`);
  return 0;
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const problem = postgresFailure(error, 'the address after --to');
    throw problem === undefined ? error : new UsageError(problem, { cause: error });
  }
}

/** Runs while no HQ can: neither one that works now nor one that starts meanwhile. */
async function alone<T>(place: Parameters<typeof takeSingleHqLock>[0], work: () => Promise<T>): Promise<T> {
  const lock = await takeSingleHqLock(place);
  if (!lock) throw new UsageError('An HQ uses this database. Stop it first.');
  try {
    return await asUsage(work);
  } finally {
    await lock.release();
  }
}

async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CopyRefused) throw new UsageError(error.message);
    throw error;
  }
}
