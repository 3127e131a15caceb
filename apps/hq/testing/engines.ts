import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { HqConfig } from '../src/hq.config.js';

export type Engine = 'SQLite' | 'PostgreSQL';

/** Runs a spec's body once for each engine: same repositories, same promises. */
export function onEachEngine(body: (fresh: () => Promise<Partial<HqConfig>>) => void): void {
  describe.each<Engine>(['SQLite', 'PostgreSQL'])('on %s', (engine) => {
    body(() => databaseOf(engine));
  });
}

/** Settings for an empty database of this engine. */
export async function databaseOf(engine: Engine): Promise<Partial<HqConfig>> {
  if (engine === 'SQLite') return {};
  const server = process.env['CODEV_TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('No PostgreSQL: run Jest with apps/hq/jest.config.cjs.');
  const name = `hq_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: `${server}/postgres` });
  await client.connect();
  await client.query(`create database "${name}"`);
  await client.end();
  return { databaseUrl: `${server}/${name}` };
}
