import { join } from 'node:path';
import { porchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit } from '../../testing/temp-repository.js';
import { builderIn } from './builder-name.js';
import { changesRequested, gateOpened } from './builder-words.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('a builder', () => {
  test('is named by its branch, else by its folder, and nobody builds in the main checkout', async () => {
    const { main, builder } = porchProject();
    cleanup.folder(main);
    expect(await builderIn(builder.path)).toBe('builder-spir-412');
    builder.git('checkout', '-q', '-b', 'elsewhere');
    expect(await builderIn(builder.path)).toBe('builder-spir-412');
    main.git('worktree', 'add', '-q', '-b', 'builder/bugfix-7', join(main.path, 'side'));
    expect(await builderIn(join(main.path, 'side'))).toBe('builder-bugfix-7');
    expect(await builderIn(main.path)).toBeUndefined();
    expect(await builderIn('/nowhere')).toBeUndefined();
  });

  test('is woken in porch’s own words', () => {
    expect(gateOpened('plan-approval')).toBe(
      'Gate plan-approval approved — please run `porch next` to advance.',
    );
  });

  test('is told what is to change, as text that no terminal acts on', () => {
    const comment = 'One.\r\nTwo\u001b[2J\u0003\u2028three\u0000 \u009b1A';
    expect(changesRequested({ projectId: '0412', gate: 'g\n', by: 'Ada', comment })).toBe(
      'Ada requests changes before gate g  of 0412 is approved:\n\nOne.\nTwo [2J \nthree   1A',
    );
  });
});
