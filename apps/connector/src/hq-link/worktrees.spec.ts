import { join } from 'node:path';
import { PORCH_FILE, porchFile } from '../../testing/porch-project.js';
import { Cleanup, RunningConnector } from '../../testing/running-connector.js';
import { ScriptedHq } from '../../testing/scripted-hq.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const FILE = 'codev/status/0068-feature.md';

class Stage {
  readonly repository = cleanup.folder(new TempRepository());
  readonly data = cleanup.folder(new TempFolder());
  readonly hq = new ScriptedHq();

  static async open(): Promise<Stage> {
    const stage = new Stage();
    stage.repository.write(FILE, statusFile());
    stage.repository.commitAll();
    await stage.hq.listen();
    cleanup.add(stage.hq, (hq) => hq.close());
    return stage;
  }

  async connect(): Promise<RunningConnector> {
    const connector = await RunningConnector.start(this.hq.url, [this.repository.path], this.data.path);
    return cleanup.add(connector, (each) => each.stop());
  }
}

describe('worktrees', () => {
  test('a worktree’s own copy is told with its worktree, and its copies beside it', async () => {
    const stage = await Stage.open();
    stage.hq.features = ['decision_response', 'manifest', 'deleted', 'worktree'];
    const tree = join(stage.repository.path, '.builders/spir-68');
    stage.repository.git('worktree', 'add', '-q', '-b', 'builder/spir-68', tree);
    await (await stage.connect()).logged(/synced/);
    const copies = [stage.repository.path];
    expect(stage.hq.of('sync_response')[0]).toMatchObject({
      status_files: [{ path: FILE, worktree: tree, copies }],
    });
    expect(await stage.hq.updateOf(FILE)).toMatchObject({
      project_path: stage.repository.path,
      worktree: tree,
      copies,
    });
    stage.repository.git('worktree', 'remove', '--force', tree);
    expect(await stage.hq.updateOf(FILE, ({ deleted }) => deleted === true)).toMatchObject({
      worktree: tree,
    });
    expect(await stage.hq.updateOf(FILE, ({ worktree }) => worktree === undefined)).not.toHaveProperty(
      'deleted',
    );
  });

  test('C12 builders are told when they come, move on and go', async () => {
    const stage = await Stage.open();
    stage.hq.features = ['decision_response', 'manifest', 'deleted', 'worktree'];
    const builder = (name: string) => join(stage.repository.path, '.builders', name);
    stage.repository.git('worktree', 'add', '-q', '-b', 'builder/spir-412', builder('spir-412'));
    await (await stage.connect()).logged(/synced/);
    const first = { builder_id: 'builder-spir-412', status: 'spawning', worktree: builder('spir-412') };
    expect(stage.hq.of('sync_response')[0]?.['builders']).toMatchObject([first]);

    TempRepository.at(builder('spir-412')).write(PORCH_FILE, porchFile());
    await stage.hq.until('blocked', () =>
      stage.hq.of('builder_update').find(({ status, phase }) => status === 'blocked' && phase === 'plan'),
    );
    stage.repository.git('worktree', 'add', '-q', '-b', 'builder/bugfix-7', builder('bugfix-7'));
    await stage.hq.until('another', () =>
      stage.hq.of('builder_update').find(({ branch }) => branch === 'builder/bugfix-7'),
    );
    stage.repository.git('worktree', 'remove', '--force', builder('spir-412'));
    const gone = await stage.hq.until('gone', () =>
      stage.hq.of('builder_update').find(({ removed }) => removed === true),
    );
    expect(gone).toMatchObject({ builder_id: 'builder-spir-412', worktree: builder('spir-412') });
    expect(gone['last_activity']).toMatch(/^\d{4}-.*:00\.000Z$/);
  });

  test('an HQ that cannot tell worktrees apart hears of the main checkout only', async () => {
    const stage = await Stage.open();
    const tree = join(stage.repository.path, '.builders/spir-69');
    stage.repository.git('worktree', 'add', '-q', '-b', 'builder/spir-69', tree);
    TempRepository.at(tree).write('codev/status/0069-other.md', statusFile());
    await (await stage.connect()).logged(/synced/);
    await stage.hq.updateOf(FILE);
    expect(stage.hq.of('sync_response')[0]?.['status_files']).toMatchObject([{ path: FILE }]);
    expect(stage.hq.updates().map((update) => update['status_file'])).toEqual([FILE]);
    expect(stage.hq.updates()[0]).not.toHaveProperty('copies');
  });
});
