import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { HqConfig } from '../src/hq.config.js';
import { openDatabase } from '../src/persistence/database.js';

export type Engine = 'SQLite' | 'PostgreSQL';

/** The tables without a row, for every spec file that this PostgreSQL serves. */
const TEMPLATE = 'hq_template';

/**
 * Runs a spec's body once for each engine: same repositories, same promises. An HQ on these settings finds the tables of
 * today without a row in them; how they come to be is what database.spec.ts and backup.spec.ts watch.
 */
export function onEachEngine(body: (fresh: () => Promise<Partial<HqConfig>>) => void): void {
  describe('on SQLite', () => body(() => Promise.resolve({})));
  describe('on PostgreSQL', () => {
    const names: string[] = [];
    beforeAll(makeTemplate);
    afterAll(() =>
      onServer(async (client) => {
        for (const name of names) await client.query(`drop database "${name}" with (force)`);
      }),
    );
    body(async () => {
      // Copying a few small files takes a third of what writing every page to the log does.
      const { name, databaseUrl } = await newDatabase(`template ${TEMPLATE} strategy file_copy`);
      names.push(name);
      return { databaseUrl };
    });
  });
}

/** Settings for an empty database of this engine, where no HQ has been. */
export async function databaseOf(engine: Engine): Promise<Partial<HqConfig>> {
  if (engine === 'SQLite') return {};
  const { databaseUrl } = await newDatabase();
  return { databaseUrl };
}

async function newDatabase(how = ''): Promise<{ name: string; databaseUrl: string }> {
  const name = `hq_${randomBytes(8).toString('hex')}`;
  await onServer((client) => client.query(`create database "${name}" ${how}`));
  return { name, databaseUrl: `${serverUrl()}/${name}` };
}

/** One spec file makes it, and those that run beside it wait. */
function makeTemplate(): Promise<void> {
  return onServer(async (client) => {
    await client.query('select pg_advisory_lock(1)');
    const found = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (found.rowCount !== 0) return;
    await client.query(`create database ${TEMPLATE}`);
    const db = await openDatabase({ dataDir: '', databaseUrl: `${serverUrl()}/${TEMPLATE}` });
    await db.destroy();
  });
}

async function onServer<T>(act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: `${serverUrl()}/postgres` });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['CODEV_TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('No PostgreSQL: run Jest with apps/hq/jest.config.cjs.');
  return url;
}
