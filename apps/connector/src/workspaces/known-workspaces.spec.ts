import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { FakeAgentFarm } from '../../testing/fake-agent-farm.js';
import { Cleanup, recordedLog } from '../../testing/running-connector.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { discoverWorkspaces } from './discover-workspaces.js';
import { readKnownWorkspaces } from './known-workspaces.js';
import { servedWorkspaces } from './served-workspaces.js';
import type { Workspace } from './workspace.js';
import { WorkspaceWatch } from './workspace-watch.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const farmIn = () => cleanup.folder(new FakeAgentFarm());
const repository = () => cleanup.folder(new TempRepository());

/** Everything that could tell that somebody was there. */
function traces({ path }: TempFolder): unknown {
  return readdirSync(path).map((name) => [name, statSync(join(path, name)).mtimeMs]);
}

describe('what an agent farm knows', () => {
  test('is read while Tower runs, with what it has written last, and nothing is touched', async () => {
    const farm = farmIn().knowing('/code/shop', '/code/blog');
    const before = traces(farm);
    expect(await readKnownWorkspaces(farm.path)).toEqual({
      kind: 'read',
      paths: ['/code/blog', '/code/shop'],
    });
    expect(traces(farm)).toEqual(before);
  });

  test('is read when Tower has stopped, and nothing is left beside it', async () => {
    const farm = farmIn().knowing('/code/shop').stop();
    expect(await readKnownWorkspaces(farm.path)).toEqual({ kind: 'read', paths: ['/code/shop'] });
    expect(readdirSync(farm.path)).toEqual(['global.db']);
  });

  test('is read as Codev 2 and 1.6 wrote it down', async () => {
    const two = farmIn().knowingProjects('/code/two');
    expect(await readKnownWorkspaces(two.path)).toEqual({ kind: 'read', paths: ['/code/two'] });
    const one = farmIn().withPortsFor('/code/one', '/code/other');
    expect(await readKnownWorkspaces(one.path)).toEqual({
      kind: 'read',
      paths: ['/code/one', '/code/other'],
    });
  });

  test('may be nothing: without a farm, without its database, and while that is new', async () => {
    const empty = cleanup.folder(new TempFolder());
    expect(await readKnownWorkspaces(join(empty.path, 'nowhere'))).toEqual({ kind: 'absent' });
    expect(await readKnownWorkspaces(empty.path)).toEqual({ kind: 'absent' });
    empty.write('global.db', '');
    expect(await readKnownWorkspaces(empty.path)).toEqual({ kind: 'read', paths: [] });
  });

  test('that cannot be read is said in words', async () => {
    const broken = cleanup.folder(new TempFolder());
    broken.write('global.db', 'this is no database, but it is long enough to be taken for one'.repeat(50));
    expect(await readKnownWorkspaces(broken.path)).toEqual({
      kind: 'unreadable',
      words: expect.stringMatching(/global\.db cannot be read: file is not a database/),
    });
  });
});

describe('discovered', () => {
  test('are the repositories that several farms know, each once; the rest is ignored with the reason', async () => {
    const shop = repository();
    const blog = repository();
    blog.write('a', 'a');
    blog.commitAll();
    blog.git('worktree', 'add', '-q', 'tree');
    const folder = cleanup.folder(new TempFolder());
    const builder = join(shop.path, '.builders/spir-1');
    const one = farmIn().knowing(shop.path, folder.path, '/gone/away', builder, 'remote:box/code');
    const two = farmIn().withPortsFor(shop.path, join(blog.path, 'tree'));
    const found = await discoverWorkspaces([{ dir: one.path }, { dir: two.path }]);
    expect(found.workspaces.map(({ path }) => path)).toEqual([shop.path, blog.path]);
    expect(found.ignored).toEqual(
      expect.arrayContaining([
        { path: folder.path, why: 'is no git repository' },
        { path: '/gone/away', why: 'is gone, or holds no files' },
        { path: builder, why: expect.stringMatching(/builder’s worktree/) },
        { path: 'remote:box/code', why: 'is on another machine' },
      ]),
    );
    expect(found.troubles).toEqual([]);
  });

  test('are served when no path is given, or beside the given ones; else the current directory is', async () => {
    const known = repository();
    const given = repository();
    const farms = [{ dir: farmIn().knowing(known.path).path, towerUrl: '', towerKey: undefined }];
    const agentFarm = { farms, commands: [], terminals: false, porchLimitMs: 1 };
    const served = async (paths: string[], discover: boolean, cwd = '/nowhere') => {
      const result = await servedWorkspaces({ paths, discover, agentFarm }, cwd);
      return result.ok ? result.workspaces.map(({ path }) => path) : result.error;
    };
    expect(await served([], true)).toEqual([known.path]);
    expect(await served([given.path], false)).toEqual([given.path]);
    expect(await served([given.path, known.path], true)).toEqual([given.path, known.path]);
    expect(await served([], false, given.path)).toEqual([given.path]);
    expect(await served(['/nowhere'], true)).toMatch(/is not a directory/);
  });
});

describe('while it runs', () => {
  function watching(farm: TempFolder, served: Workspace[] = []) {
    const { log, lines } = recordedLog();
    const watch = new WorkspaceWatch([{ dir: farm.path }], served, log);
    const added: string[] = [];
    const look = () => watch.look(({ path }) => Promise.resolve(void added.push(path)));
    return { look, added, served, lines };
  }

  test('what agent farm comes to know is added once, and what it forgets is kept', async () => {
    const shop = repository();
    const farm = farmIn().knowing();
    const { look, added, served } = watching(farm);
    await look();
    expect(added).toEqual([]);
    farm.knowing(shop.path);
    await look();
    await look();
    expect(added).toEqual([shop.path]);
    farm.stop();
    await look();
    expect(served).toMatchObject([{ path: shop.path, isRepository: true }]);
  });

  test('a farm that comes later is found, and one that cannot be read is said once', async () => {
    const folder = cleanup.folder(new TempFolder());
    const { look, lines } = watching(folder);
    await look();
    folder.write('global.db', 'no database'.repeat(500));
    await look();
    await look();
    expect(lines.map(({ msg }) => msg)).toEqual([expect.stringMatching(/global\.db cannot be read/)]);
  });
});
