import { builderOf, idInPath, owns } from './builder-checkout.js';

describe('a builder’s worktree', () => {
  test.each([
    ['/r/.builders/spir-412', undefined, { builderId: 'builder-spir-412', protocol: 'spir', number: '412' }],
    ['/r/.builders/spir-0412-retry-queue', undefined, { protocol: 'spir', number: '412' }],
    [
      '/elsewhere/tree',
      'builder/bugfix-77',
      { builderId: 'builder-bugfix-77', protocol: 'bugfix', number: '77' },
    ],
  ])('%s on branch %s', (path, branch, builder) => {
    expect(builderOf(path, branch)).toMatchObject(builder);
  });

  test.each([
    ['/r/.builders/notes', undefined],
    ['/r/feature-412', 'feature-412'],
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

  test('owns its own project’s file, with or without the protocol, and no other', () => {
    const spir = builderOf('/r/.builders/spir-412', undefined)!;
    const bugfix = builderOf('/r/.builders/bugfix-77', undefined)!;
    expect(owns(spir, 'codev/projects/0412-retry-queue/status.yaml')).toBe(true);
    expect(owns(bugfix, 'codev/projects/bugfix-77-clock/status.yaml')).toBe(true);
    expect(owns(spir, 'codev/projects/413-other/status.yaml')).toBe(false);
    expect(owns(spir, 'codev/projects/bugfix-412-clock/status.yaml')).toBe(false);
    expect(owns(spir, 'codev/status/notes.md')).toBe(false);
  });
});
