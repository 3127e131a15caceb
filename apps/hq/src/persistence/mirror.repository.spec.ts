import { onEachEngine } from '../../testing/engines.js';
import { RunningHq } from '../../testing/running-hq.js';
import { MirrorRepository, type MirrorBatch } from './mirror.repository.js';
import type { BuilderRow, InstanceRow, StatusFileRow } from './tables.js';

const instance = (n: number, changes: Partial<InstanceRow> = {}): InstanceRow => ({
  instance_id: `machine-${n}`,
  owner: 'key',
  name: `machine ${n}`,
  version: '1',
  projects: '[]',
  features: '[]',
  connected_at: 1,
  last_ping: 2,
  last_seen: 3,
  ...changes,
});

const file = (n: number, changes: Partial<StatusFileRow> = {}): StatusFileRow => ({
  instance_id: `machine-${n}`,
  project_path: '/code/shop',
  worktree: '',
  path: 'codev/status/0001.md',
  content: `what ${n} says: ' " \\ é 🚪`,
  digest: 'd',
  git_sha: null,
  updated_at: 4,
  waiting_since: '{}',
  artifacts: null,
  copies: null,
  ...changes,
});

const builder = (n: number, changes: Partial<BuilderRow> = {}): BuilderRow => ({
  instance_id: `machine-${n}`,
  project_path: '/code/shop',
  worktree: 'w',
  builder_id: 'b',
  status: 'implementing',
  phase: null,
  branch: null,
  last_activity: null,
  updated_at: 5,
  ...changes,
});

const NOTHING: MirrorBatch = {
  instances: [],
  files: [],
  deletedFiles: [],
  builders: [],
  removedBuilders: [],
  removedInstances: [],
};
const many = <T>(of: (n: number) => T) => Array.from({ length: 250 }, (_, n) => of(n));

onEachEngine((fresh) => {
  let hq: RunningHq;
  let mirror: MirrorRepository;

  beforeEach(async () => {
    hq = await RunningHq.start(await fresh());
    mirror = hq.app.get(MirrorRepository);
  });

  afterEach(() => hq.stop());

  async function stored(): Promise<Awaited<ReturnType<MirrorRepository['load']>>> {
    const { instances, files, builders } = await mirror.load();
    const byMachine = (a: { instance_id: string }, b: { instance_id: string }) =>
      Number(a.instance_id.slice(8)) - Number(b.instance_id.slice(8));
    return {
      instances: instances.sort(byMachine),
      files: files.sort(byMachine),
      builders: builders.sort(byMachine),
    };
  }

  it('what is written is there, the newest of each', async () => {
    await mirror.write({ ...NOTHING, instances: many(instance), files: many(file), builders: many(builder) });
    const newer = {
      instances: [instance(7, { name: 'another', last_seen: 9 })],
      files: [file(8, { content: '', git_sha: 'abc', waiting_since: '{"g":1}' })],
      builders: [builder(9, { status: 'blocked', phase: 'p', branch: 'b' })],
    };
    await mirror.write({ ...NOTHING, ...newer });
    expect(await stored()).toEqual({
      instances: many(instance).with(7, newer.instances[0]!),
      files: many(file).with(8, newer.files[0]!),
      builders: many(builder).with(9, newer.builders[0]!),
    });
  });

  it('what is deleted is gone, and nothing else', async () => {
    await mirror.write({ ...NOTHING, instances: many(instance), files: many(file), builders: many(builder) });
    const elsewhere = [file(1, { worktree: 'w' }), file(1, { path: 'other' }), builder(1, { worktree: '' })];
    await mirror.write({
      ...NOTHING,
      deletedFiles: [file(3), file(5), ...(elsewhere.slice(0, 2) as StatusFileRow[])],
      removedBuilders: [builder(4), elsewhere[2] as BuilderRow],
    });
    const now = await stored();
    expect(now.files).toEqual(many(file).filter((_, n) => n !== 3 && n !== 5));
    expect(now.builders).toEqual(many(builder).filter((_, n) => n !== 4));
  });

  it('a batch that cannot be stored leaves nothing behind, and the next one is stored', async () => {
    const wrong = builder(1, { status: null as unknown as string });
    const batch = { ...NOTHING, instances: [instance(1)], files: [file(1)] };
    await expect(mirror.write({ ...batch, builders: [wrong] })).rejects.toMatchObject({ name: /rror$/ });
    expect(await stored()).toEqual({ instances: [], files: [], builders: [] });
    await mirror.write(batch);
    expect(await stored()).toMatchObject({ instances: [instance(1)], files: [file(1)] });
  });

  it('what was handed over before the end is stored', async () => {
    const written = mirror.write({ ...NOTHING, instances: many(instance) });
    hq = await hq.restart();
    await written;
    mirror = hq.app.get(MirrorRepository);
    expect((await stored()).instances).toEqual(many(instance));
  });
});
