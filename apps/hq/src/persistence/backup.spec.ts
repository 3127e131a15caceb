import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HqConfig } from '../hq.config.js';
import { databaseOf, type Engine } from '../../testing/engines.js';
import { APPROVE, FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { MirrorWriter } from '../state/mirror-writer.js';
import { backUp, CopyRefused, move, restore } from './backup.js';
import { prepareDataDir } from './data-dir.js';
import { openDatabase } from './database.js';
import { takeSingleHqLock } from './single-hq-lock.js';

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'codev-backup-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** An HQ that has seen a machine, a gate and a decision, and what it answers about them. */
async function workingHq(engine: Engine): Promise<{ hq: RunningHq; told: unknown }> {
  const hq = await RunningHq.start(await databaseOf(engine));
  const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['decision_response'] });
  await machine.request('status_update', statusUpdate(statusFile()));
  const cookie = await hq.signIn('Ada', 'ada@example.org');
  await hq.call('POST', '/api/approve', { body: APPROVE, cookie });
  await machine.next(({ type }) => type === 'approval');
  await machine.close();
  // The mirror is written behind, and a backup has what is written.
  await hq.app.get(MirrorWriter).flush();
  return { hq, told: await told(hq) };
}

async function told(hq: RunningHq): Promise<unknown> {
  const cookie = await hq.signIn('Ada', 'ada@example.org');
  const { decisions } = (await (await hq.call('GET', '/api/decisions', { cookie })).json()) as {
    decisions: unknown;
  };
  const [gate] = (await (await hq.call('GET', '/api/gates', { cookie })).json()) as { since: string }[];
  return { decisions, gate };
}

const placeIn = (folder: string, overrides: Partial<HqConfig> = {}) => ({
  dataDir: join(dir, folder),
  ...overrides,
});

describe.each<[Engine, Engine]>([
  ['SQLite', 'SQLite'],
  ['SQLite', 'PostgreSQL'],
  ['PostgreSQL', 'SQLite'],
])('from %s to %s', (from, to) => {
  it('a backup made beside a working HQ brings everything back', async () => {
    const { hq, told: before } = await workingHq(from);
    const file = join(dir, 'backup.sqlite');
    expect(await backUp(hq.config, file)).toBeGreaterThan(10);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await hq.stop();
    const place = placeIn('restored', await databaseOf(to));
    await restore(file, place, false);
    const again = await RunningHq.start(place);
    expect(await told(again)).toEqual(before);
    await again.stop();
  });
});

it('restore refuses to replace what is there, unless told so', async () => {
  const { hq } = await workingHq('SQLite');
  const file = join(dir, 'backup.sqlite');
  await backUp(hq.config, file);
  await hq.app.close();
  await expect(restore(file, hq.config, false)).rejects.toThrow(/--force/);
  await expect(restore(file, hq.config, true)).resolves.toBeGreaterThan(0);
  await expect(backUp(hq.config, file)).rejects.toThrow(/there already/);
  await expect(restore(join(dir, 'nothing'), hq.config, true)).rejects.toThrow(CopyRefused);
});

it('a backup whose audit log was tampered with is refused, and what is there stays', async () => {
  const { hq, told: before } = await workingHq('SQLite');
  const file = join(dir, 'backup.sqlite');
  await backUp(hq.config, file);
  mkdirSync(join(dir, 'forged'));
  renameSync(file, join(dir, 'forged', 'hq.sqlite'));
  const db = await openDatabase(placeIn('forged'));
  await db.updateTable('audit').set({ actor: 'eve' }).where('seq', '=', 2).execute();
  await db.destroy();
  await expect(restore(join(dir, 'forged', 'hq.sqlite'), hq.config, true)).rejects.toThrow(
    /row 2 was changed/,
  );
  expect(await told(hq)).toEqual(before);
  await hq.stop();
});

it('restore --force sets a damaged database aside and keeps it', async () => {
  const { hq, told: before } = await workingHq('SQLite');
  const file = join(dir, 'backup.sqlite');
  await backUp(hq.config, file);
  await hq.app.close();
  for (const part of ['-wal', '-shm']) rmSync(join(hq.config.dataDir, `hq.sqlite${part}`), { force: true });
  writeFileSync(join(hq.config.dataDir, 'hq.sqlite'), 'scrambled'.repeat(2000));
  await restore(file, hq.config, true);
  const again = await RunningHq.start(hq.config);
  expect(await told(again)).toEqual(before);
  await again.stop();
});

it('move copies everything to PostgreSQL and leaves the old database', async () => {
  const { hq, told: before } = await workingHq('SQLite');
  await hq.app.close();
  const to = placeIn('moved', await databaseOf('PostgreSQL'));
  await move(hq.config, to, false);
  await expect(move(hq.config, to, false)).rejects.toThrow(/--force/);
  const moved = await RunningHq.start(to);
  expect(await told(moved)).toEqual(before);
  await moved.stop();
  expect(existsSync(join(hq.config.dataDir, 'hq.sqlite'))).toBe(true);
});

it.each<Engine>(['SQLite', 'PostgreSQL'])('one HQ at a time uses a database on %s', async (engine) => {
  const place = placeIn('locked', await databaseOf(engine));
  prepareDataDir(place.dataDir);
  const lock = await takeSingleHqLock(place);
  expect(lock).toBeDefined();
  expect(await takeSingleHqLock(place)).toBeUndefined();
  await lock?.release();
  const next = await takeSingleHqLock(place);
  expect(next).toBeDefined();
  await next?.release();
});
