import { rmSync, utimesSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Subject } from 'rxjs';
import { PORCH_FILE, porchFile, porchProject, type PorchProject } from '../../testing/porch-project.js';
import { Cleanup, recordedLog } from '../../testing/running-connector.js';
import { ClonedRepository, isolateGit, TempRepository } from '../../testing/temp-repository.js';
import { ProjectCheckouts } from './project-checkouts.js';
import type { StatusFileChange } from './status-file.js';
import { StatusFileStore } from './status-file-store.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const OTHER_FILE = 'codev/projects/0413-other/status.yaml';

class Watched {
  readonly changes: StatusFileChange[] = [];

  private constructor(
    readonly project: PorchProject,
    readonly store: StatusFileStore,
  ) {
    store.changes.subscribe((change) => this.changes.push(change));
  }

  static async start(prepare?: (project: PorchProject) => void): Promise<Watched> {
    const project = porchProject();
    cleanup.folder(project.main);
    prepare?.(project);
    const { path } = project.main;
    const store = new StatusFileStore([{ path, name: 'project', isRepository: true }], recordedLog().log);
    cleanup.add(store, (each) => each.onApplicationShutdown());
    await store.start();
    return new Watched(project, store);
  }

  get own() {
    return this.store.list(this.project.main.path).find(({ path }) => path === PORCH_FILE);
  }

  /** Waits for the store to tell something: nobody calls `look` here. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition())
      await new Promise<void>((resolve) => {
        const subscription = this.store.changes.subscribe(() => {
          subscription.unsubscribe();
          resolve();
        });
      });
  }
}

describe('a builder’s last activity', () => {
  test('is told when a file is saved that git has not heard of, to the minute', async () => {
    const { main, builder } = porchProject();
    cleanup.folder(main);
    const told = new Subject<string>();
    const workspace = { path: main.path, name: 'project', isRepository: true };
    const checkouts = new ProjectCheckouts(workspace, new Subject(), told, recordedLog().log);
    cleanup.add(checkouts, (each) => each.close());
    const touch = (path: string, at: number): void => utimesSync(path, at / 1000, at / 1000);
    const ago = (minutes: number): number => Math.floor(Date.now() / 60_000 - minutes) * 60_000;
    const git = join(main.path, '.git/worktrees/spir-412');
    for (const mark of ['index', 'logs/HEAD']) touch(join(git, mark), ago(300));
    await checkouts.look();
    const last = (): number | undefined => checkouts.builders()[0]?.lastActivity;
    expect(last()).toBe(ago(300));

    const projects: string[] = [];
    told.subscribe((path) => projects.push(path));
    const works = async (at: number): Promise<void> => {
      builder.write('src/queue.ts', `saved at ${at}`);
      touch(join(builder.path, 'src/queue.ts'), at);
      await checkouts.lookForWork(builder.path);
    };
    await works(ago(10));
    expect(last()).toBe(ago(10));
    await works(ago(10) + 59_000);
    expect(projects).toEqual([main.path]);
    await works(ago(9));
    expect(last()).toBe(ago(9));
    expect(projects).toHaveLength(2);
    builder.commitAll('build');
    for (const mark of ['index', 'logs/HEAD']) touch(join(git, mark), ago(9));
    await checkouts.lookForWork(builder.path);
    expect(last()).toBe(ago(9));
  });
});

describe('of the copies of a status file', () => {
  test('the builder’s is the project’s own, and the others are named', async () => {
    const { store, project, own } = await Watched.start(({ main }) => {
      main.write(PORCH_FILE, porchFile({ gate: 'pr' }));
      main.git('worktree', 'add', '-q', '-b', 'builder/pir-70', join(main.path, '.builders/pir-70'));
      TempRepository.at(join(main.path, '.builders/pir-70')).write(PORCH_FILE, porchFile({ gate: 'pr' }));
    });
    expect(own).toMatchObject({
      projectPath: project.main.path,
      worktree: project.builder.path,
      copies: [project.main.path, join(project.main.path, '.builders/pir-70')],
    });
    expect(own?.content).toContain('plan-approval');
    expect(store.get(project.main.path, PORCH_FILE)).toBeUndefined();
    expect(store.get(project.main.path, PORCH_FILE, project.builder.path)).toBeDefined();
    expect(store.builders(project.main.path)).toMatchObject([
      { builderId: 'builder-pir-70', branch: 'builder/pir-70' },
      { builderId: 'builder-spir-412', worktree: project.builder.path },
    ]);
  });

  test('a save in the builder’s worktree is told, and one in another’s copy is not', async () => {
    const watched = await Watched.start(({ main }) => main.write(PORCH_FILE, porchFile({ gate: 'pr' })));
    const { main, builder } = watched.project;
    main.write(PORCH_FILE, porchFile({ gate: 'pr', top: 'x: 1\n' }));
    builder.write(PORCH_FILE, porchFile({ top: 'x: 2\n' }));
    await watched.until(() => watched.own?.content.includes('x: 2') === true);
    await watched.store.refresh(main.path, PORCH_FILE);
    expect(watched.changes).toHaveLength(1);
  });

  test('a worktree that comes takes its project over, and gives it back when it goes', async () => {
    const watched = await Watched.start(({ main }) => {
      main.git('worktree', 'remove', '--force', '.builders/spir-412');
      main.git('branch', '-q', '-D', 'builder/spir-412');
      main.write(PORCH_FILE, porchFile({ gate: 'pr' }));
      main.commitAll();
    });
    const { main } = watched.project;
    expect(watched.own).toMatchObject({ projectPath: main.path });
    expect(watched.own).not.toHaveProperty('worktree');

    const tree = join(main.path, '.builders/spir-412');
    main.git('worktree', 'add', '-q', '-b', 'builder/spir-412', tree);
    await watched.until(() => watched.own?.worktree === tree);
    expect(watched.changes.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['removed', 'changed']));

    rmSync(tree, { recursive: true });
    await watched.until(() => watched.own !== undefined && watched.own.worktree === undefined);
    await watched.store.look();
    expect(watched.store.builders(main.path)).toEqual([]);
  });

  test('worktrees that come together, and go together, are told once for each project', async () => {
    const watched = await Watched.start(({ main }) => {
      main.write(PORCH_FILE, porchFile());
      main.write(OTHER_FILE, porchFile());
      main.commitAll();
    });
    const { main, builder } = watched.project;
    const trees = ['pir-70', 'pir-71', 'pir-72'].map((name) => join(main.path, '.builders', name));
    const told = (): (readonly [string | undefined, readonly string[] | undefined])[] =>
      watched.changes
        .splice(0)
        .flatMap((change) => (change.kind === 'changed' ? [[change.file.worktree, change.file.copies]] : []));
    for (const tree of trees) main.git('worktree', 'add', '-q', '-b', `builder/${basename(tree)}`, tree);
    await watched.store.look();
    expect(watched.changes).toHaveLength(2);
    expect(told()).toEqual(
      expect.arrayContaining([
        [builder.path, [main.path, ...trees].toSorted()],
        [undefined, trees],
      ]),
    );
    for (const tree of trees) rmSync(tree, { recursive: true });
    await watched.store.look();
    expect(watched.changes).toHaveLength(2);
    expect(told()).toEqual(
      expect.arrayContaining([
        [builder.path, [main.path]],
        [undefined, undefined],
      ]),
    );
  });

  test('copies that go one after the other are told when the first goes, and when the last has gone', async () => {
    const { main } = porchProject();
    cleanup.folder(main);
    main.write(OTHER_FILE, porchFile());
    main.commitAll();
    const trees = Array.from({ length: 6 }, (_, i) => join(main.path, '.builders', `pir-${70 + i}`));
    for (const tree of trees) main.git('worktree', 'add', '-q', '-b', `builder/${basename(tree)}`, tree);
    const changes = new Subject<StatusFileChange>();
    const workspace = { path: main.path, name: 'project', isRepository: true };
    const checkouts = new ProjectCheckouts(workspace, changes, new Subject(), recordedLog().log);
    cleanup.add(checkouts, (each) => each.close());
    await checkouts.look();
    const told: (readonly string[] | undefined)[] = [];
    changes.subscribe((change) => {
      if (change.kind === 'changed' && change.file.path === OTHER_FILE) told.push(change.file.copies);
    });
    for (const tree of trees.slice(0, 5)) {
      rmSync(tree, { recursive: true });
      await checkouts.lookForCheckouts();
    }
    expect(told).toEqual([trees.slice(1)]);
    await checkouts.lookForCheckouts();
    expect(told).toEqual([trees.slice(1), trees.slice(5)]);
    for (let look = 0; look < 4; look++) await checkouts.lookForCheckouts();
    rmSync(trees[5]!, { recursive: true });
    await checkouts.lookForCheckouts();
    expect(told.slice(2)).toEqual([undefined]);
  });

  test('a project whose worktree goes with others is its main checkout’s at once', async () => {
    const names = ['spir-413', 'pir-70', 'pir-71'];
    const watched = await Watched.start(({ main }) => {
      main.write(OTHER_FILE, porchFile());
      main.commitAll();
      for (const name of names)
        main.git('worktree', 'add', '-q', '-b', `builder/${name}`, join(main.path, '.builders', name));
    });
    const { main } = watched.project;
    for (const name of names) rmSync(join(main.path, '.builders', name), { recursive: true });
    main.git('worktree', 'prune');
    await watched.store.look();
    const place = { projectPath: main.path, path: OTHER_FILE };
    const [gone, ...since] = watched.changes;
    expect(gone).toEqual({ kind: 'removed', ...place, worktree: join(main.path, '.builders/spir-413') });
    // Its own watcher may have seen it go before the look saw the others.
    expect(since.length).toBeLessThanOrEqual(2);
    expect(since.at(-1)).toMatchObject({ kind: 'changed', file: place });
    expect(watched.store.get(main.path, OTHER_FILE)).not.toHaveProperty('copies');
  });

  test('a look at many new worktrees ends where it is when it is to stop', async () => {
    const { main, builder } = porchProject();
    cleanup.folder(main);
    const changes = new Subject<StatusFileChange>();
    const workspace = { path: main.path, name: 'project', isRepository: true };
    const checkouts = new ProjectCheckouts(workspace, changes, new Subject(), recordedLog().log);
    cleanup.add(checkouts, (each) => each.close());
    for (const number of [413, 414, 415]) {
      const tree = join(main.path, `.builders/spir-${number}`);
      main.git('worktree', 'add', '-q', '-b', `builder/spir-${number}`, tree);
      TempRepository.at(tree).write(`codev/projects/0${number}-other/status.yaml`, porchFile());
    }
    const told: StatusFileChange[] = [];
    const stopped = new Promise<void>((resolve, reject) =>
      changes.subscribe((change) => {
        told.push(change);
        checkouts.close().then(resolve, reject);
      }),
    );
    await checkouts.look();
    await stopped;
    expect(told).toMatchObject([{ kind: 'changed', file: { path: PORCH_FILE, worktree: builder.path } }]);
    expect(checkouts.roots()).toEqual([main.path, builder.path]);
  });

  test('what only other builders carry is nobody’s, and what a person’s worktree carries is theirs', async () => {
    const watched = await Watched.start(({ main, builder }) => {
      builder.write(OTHER_FILE, porchFile());
      builder.write('codev/projects/0414-person/status.yaml', porchFile());
      main.git('worktree', 'add', '-q', '-b', 'feature', join(main.path, 'tree'));
      TempRepository.at(join(main.path, 'tree')).write('codev/projects/0414-person/status.yaml', porchFile());
    });
    const { main, builder } = watched.project;
    const shown = watched.store.list(main.path).map(({ path, worktree }) => [path, worktree]);
    expect(shown).toEqual([
      [PORCH_FILE, builder.path],
      ['codev/projects/0414-person/status.yaml', join(main.path, 'tree')],
    ]);
    expect(watched.store.leftBehind(main.path)).toEqual([{ path: OTHER_FILE, copies: [builder.path] }]);
  });

  test('those in builders’ worktrees are known to be there, and never read', async () => {
    const watched = await Watched.start(({ main, builder }) => {
      main.write(OTHER_FILE, porchFile({ gate: 'pr' }));
      builder.write(OTHER_FILE, 'x'.repeat(300_000));
    });
    const { main, builder } = watched.project;
    const other = () => watched.store.list(main.path).find(({ path }) => path === OTHER_FILE);
    expect(other()).toMatchObject({ copies: [builder.path] });
    // Of what is read and is too long it would be said that it is not shown.
    expect(watched.store.withheld()).toEqual([]);
    expect(await watched.store.refresh(main.path, OTHER_FILE, builder.path)).toBeUndefined();
    rmSync(join(builder.path, OTHER_FILE));
    await watched.store.look();
    expect(other()).not.toHaveProperty('copies');
  });

  test('without a builder the main checkout’s counts, whatever other worktrees carry', async () => {
    const { own, project } = await Watched.start(({ main }) => {
      main.git('worktree', 'remove', '--force', '.builders/spir-412');
      main.write(PORCH_FILE, porchFile());
      main.commitAll();
      main.git('worktree', 'add', '-q', '-b', 'feature', join(main.path, 'tree'));
    });
    expect(own).not.toHaveProperty('worktree');
    expect(own?.copies).toEqual([join(project.main.path, 'tree')]);
  });

  test('in a worktree of a bare clone the builders inside it count, and the clone’s other worktrees do not', async () => {
    const seed = cleanup.folder(new TempRepository());
    seed.write('.gitignore', '.builders/\n');
    seed.commitAll();
    const bare = cleanup.folder(new ClonedRepository(seed, '--bare'));
    bare.git('worktree', 'add', '-q', '-b', 'work', 'tree');
    bare.git('worktree', 'add', '-q', '-b', 'builder/spir-413', 'beside');
    const tree = TempRepository.at(join(bare.path, 'tree'));
    tree.git('worktree', 'add', '-q', '-b', 'builder/spir-412', '.builders/spir-412');
    TempRepository.at(join(tree.path, '.builders/spir-412')).write(PORCH_FILE, porchFile());
    const workspace = { path: tree.path, name: 'project', isRepository: true };
    const store = new StatusFileStore([workspace], recordedLog().log);
    cleanup.add(store, (each) => each.onApplicationShutdown());
    await store.look();
    expect(store.builders(tree.path)).toMatchObject([{ builderId: 'builder-spir-412' }]);
    expect(store.list(tree.path)).toMatchObject([{ worktree: join(tree.path, '.builders/spir-412') }]);
  });
});
