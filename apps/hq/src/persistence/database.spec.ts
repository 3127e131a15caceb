import { sql } from 'kysely';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseOf } from '../../testing/engines.js';
import { openDatabase } from './database.js';

it.each(['SQLite', 'PostgreSQL'] as const)(
  'says on %s that indexes are built when an old database is opened, and only then',
  async (engine) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'codev-hq-'));
    const place = { ...(await databaseOf(engine)), dataDir };
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const db = await openDatabase(place);
      expect(said).not.toHaveBeenCalled();
      await sql`delete from kysely_migration where name >= '0009'`.execute(db);
      await sql`drop index history_by_project_id`.execute(db);
      await db.destroy();
      // The rest of that migration is there already, so that it ends with an error; what it says comes first.
      await expect(openDatabase(place)).rejects.toThrow('could not be brought up to date');
      expect(said.mock.calls).toEqual([
        ['Bringing the database up to date: building indexes may take a minute.\n'],
      ]);
    } finally {
      said.mockRestore();
      rmSync(dataDir, { recursive: true });
    }
  },
);
