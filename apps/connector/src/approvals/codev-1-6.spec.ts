import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import SQLite from 'better-sqlite3';
import { ApprovalBench, FEATURE } from '../../testing/approval-bench.js';
import { FakeAgentFarm } from '../../testing/fake-agent-farm.js';
import { FakeTower } from '../../testing/fake-tower.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { discoverWorkspaces } from '../workspaces/discover-workspaces.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A dashboard and a database for each repository, no Tower, builders named by their issue, Markdown status files. */
async function stage() {
  const main = cleanup.folder(new TempRepository());
  main.write('.gitignore', '.builders/\n.agent-farm/\n');
  main.write(FEATURE, statusFile().replace('status: pending', 'status: waiting'));
  main.commitAll();
  const path = join(main.path, '.builders/0068');
  main.git('worktree', 'add', '-q', '-b', 'builder/0068-feature', path);
  const builder = TempRepository.at(path);
  builder.write(FEATURE, statusFile());
  builder.commitAll('ask for the gate');
  main.write('.agent-farm/README', '');
  const database = new SQLite(join(main.path, '.agent-farm/state.db'));
  database.exec('CREATE TABLE builders (id TEXT PRIMARY KEY, worktree TEXT NOT NULL, status TEXT NOT NULL)');
  database.prepare('INSERT INTO builders VALUES (?, ?, ?)').run('0068', path, 'implementing');
  database.close();
  const farm = cleanup.folder(new FakeAgentFarm()).withPortsFor(main.path);
  // The dashboard on port 4200 knows none of Tower's addresses.
  const dashboard = cleanup.add(await new FakeTower().listen(), (each) => each.close());
  const data = cleanup.folder(new TempFolder());
  const bench = await ApprovalBench.on(cleanup, main, data, { agentFarm: dashboard.config() });
  return { main, builder, farm, bench };
}

describe('Codev 1.6', () => {
  test('is found by its blocks of ports, and its builders by their worktrees', async () => {
    const { main, builder, farm, bench } = await stage();
    const { workspaces } = await discoverWorkspaces([{ dir: farm.path }]);
    expect(workspaces).toMatchObject([{ path: main.path, isRepository: true }]);
    expect(bench.store.builders(main.path)).toMatchObject([
      { builderId: '0068', worktree: builder.path, branch: 'builder/0068-feature' },
    ]);
    expect(bench.store.list(main.path)).toMatchObject([
      { path: FEATURE, worktree: builder.path, copies: [main.path] },
    ]);
  });

  test('has its gate opened in the builder’s worktree, and its own database is left alone', async () => {
    const { main, builder, bench } = await stage();
    const folder = join(main.path, '.agent-farm');
    const before = readFileSync(join(folder, 'state.db'));
    const payload = bench.payload({ worktree: builder.path });
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', commit: builder.git('rev-parse', 'HEAD').trim() },
    });
    expect(builder.read(FEATURE)).toContain("status: passed, by: 'Ada Lovelace'");
    expect(main.read(FEATURE)).toContain('status: waiting');
    expect(readFileSync(join(folder, 'state.db'))).toEqual(before);
    expect(readdirSync(folder).toSorted()).toEqual(['README', 'state.db']);
  });

  test('cannot pass words on, and the answer says so; the request is in the file', async () => {
    const { builder, bench } = await stage();
    const payload = bench.rejection({ worktree: builder.path, comment: 'Shorter.' });
    expect(await bench.reject(payload)).toMatchObject({
      ok: true,
      outcome: {
        outcome: 'applied',
        delivery: {
          state: 'not_running',
          to: '0068',
          reason: expect.stringMatching(/^Codev 1\.6 has no Tower .* Say it in that builder’s own terminal/),
        },
      },
    });
    expect(builder.read(FEATURE)).toContain('changes_requested');
  });
});
