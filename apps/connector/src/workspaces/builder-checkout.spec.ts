import { builderOf, idInPath, owns } from './builder-checkout.js';

describe('a builder’s worktree', () => {
  test.each([
    ['/r/.builders/spir-412', undefined, 'builder-spir-412', ['412', 'spir-412']],
    [
      '/r/.builders/spir-0412-retry-queue',
      'builder/spir-0412-retry-queue',
      'builder-spir-412',
      ['412', 'spir-412'],
    ],
    ['/elsewhere/tree', 'builder/bugfix-77', 'builder-bugfix-77', ['bugfix-77']],
    ['/r/.builders/spir-412', 'builder/spir-412-second-part', 'builder-spir-412', ['412', 'spir-412']],
    ['/r/.builders/pir-7', 'hotfix', 'builder-pir-7', ['7', 'pir-7']],
    ['/r/.builders/task-AbCd', 'builder/task-AbCd', 'builder-task-abcd', ['task-abcd', 'builder-task-abcd']],
    ['/r/.builders/worktree-x9_Z', undefined, 'worktree-x9_z', ['worktree-x9_z', 'worktree-x9_z']],
    ['/r/.builders/0068', 'builder/0068-feature', '0068', ['68']],
  ])('%s on branch %s', (path, branch, builderId, projectIds) => {
    expect(builderOf(path, branch)).toEqual({ builderId, projectIds });
  });

  test.each([
    ['/r/.builders/notes', undefined],
    ['/r/feature-412', 'feature-412'],
    ['/r/feature-412', 'builder/'],
    ['/r', 'main'],
  ])('%s on branch %s is a person’s', (path, branch) => {
    expect(builderOf(path, branch)).toBeUndefined();
  });

  test.each([
    ['codev/projects/0412-retry-queue/status.yaml', '412'],
    ['codev/projects/bugfix-077-clock/status.yaml', 'bugfix-77'],
    ['codev/status/0068-feature.md', '68'],
    ['codev/status/notes.md', undefined],
    ['codev/projects/4120/status.yaml', '4120'],
  ])('%s names the project %s', (path, id) => {
    expect(idInPath(path)).toBe(id);
  });

  test('owns its own project’s file, and no other', () => {
    const spir = builderOf('/r/.builders/spir-412', undefined)!;
    const bugfix = builderOf('/r/.builders/bugfix-77', undefined)!;
    expect(owns(spir, 'codev/projects/0412-retry-queue/status.yaml')).toBe(true);
    expect(owns(bugfix, 'codev/projects/bugfix-77-clock/status.yaml')).toBe(true);
    expect(owns(spir, 'codev/projects/413-other/status.yaml')).toBe(false);
    expect(owns(spir, 'codev/projects/bugfix-412-clock/status.yaml')).toBe(false);
    expect(owns(spir, 'codev/status/notes.md')).toBe(false);
    expect(owns(bugfix, 'codev/projects/77-clock/status.yaml')).toBe(false);
  });

  test('owns its project also where that has no number, and by Codev 1.6’s names', () => {
    const task = builderOf('/r/.builders/task-AbCd', undefined)!;
    expect(owns(task, 'codev/projects/builder-task-abcd-task-AbCd/status.yaml')).toBe(true);
    expect(owns(task, 'codev/projects/builder-task-abce-task-AbCe/status.yaml')).toBe(false);
    const old = builderOf('/r/.builders/0068', 'builder/0068-feature')!;
    expect(owns(old, 'codev/status/0068-feature.md')).toBe(true);
    expect(owns(old, 'codev/status/0069-other.md')).toBe(false);
  });
});
