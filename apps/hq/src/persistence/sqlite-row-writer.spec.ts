import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, openRowWriter, type Database } from './database.js';
import { storeInstances } from './mirror-statements.js';
import { rowWork, type RowWriter } from './row-work.js';
import { SqliteRowWriter } from './sqlite-row-writer.js';

const machine = {
  instance_id: 'machine-1',
  owner: 'key',
  name: 'machine',
  version: '1',
  projects: '[]',
  features: '[]',
  connected_at: 1,
  last_ping: 2,
  last_seen: 3,
};

let dataDir: string;
let db: Database;
let writer: RowWriter;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'codev-hq-'));
  db = await openDatabase({ dataDir });
  writer = openRowWriter(db, { dataDir });
});

afterEach(async () => {
  await writer.close();
  await db.destroy();
  rmSync(dataDir, { recursive: true });
});

it('waits for a transaction that is open on another connection', async () => {
  let written: Promise<void> | undefined;
  await db.transaction().execute(async (tx) => {
    await tx.updateTable('audit_head').set({ hash: 'x' }).execute();
    written = writer.write([rowWork(storeInstances, [machine])]);
    expect(await tx.selectFrom('instance').selectAll().execute()).toEqual([]);
  });
  await written;
  expect(await db.selectFrom('instance').selectAll().execute()).toEqual([machine]);
});

it('writes in the order in which it was told', async () => {
  const names = Array.from({ length: 20 }, (_, n) => `name ${n}`);
  await Promise.all(names.map((name) => writer.write([rowWork(storeInstances, [{ ...machine, name }])])));
  expect(await db.selectFrom('instance').select('name').execute()).toEqual([{ name: 'name 19' }]);
});

it('says why a thread could not begin, and begins another', async () => {
  const folder = join(dataDir, 'later');
  const late = new SqliteRowWriter(db, { file: join(folder, 'hq.sqlite'), pragmas: [] });
  const work = [rowWork(storeInstances, [machine])];
  await expect(late.write(work)).rejects.toMatchObject({ message: expect.stringContaining('directory') });
  mkdirSync(folder);
  await openDatabase({ dataDir: folder }).then((there) => there.destroy());
  await late.write(work);
  await late.close();
  const there = await openDatabase({ dataDir: folder });
  expect(await there.selectFrom('instance').selectAll().execute()).toEqual([machine]);
  await there.destroy();
});

it('nothing to write begins no thread', async () => {
  await writer.write([rowWork(storeInstances, [])]);
  await writer.close();
});
