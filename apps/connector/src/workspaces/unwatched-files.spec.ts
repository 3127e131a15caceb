import { existsSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { porchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit } from '../../testing/temp-repository.js';
import { mergeBaseDiff } from './merge-base-diff.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A builder that has committed some files. */
function stage(...names: string[]) {
  const { main, builder } = porchProject();
  cleanup.folder(main);
  for (const name of names) builder.write(name, 'export const one = 1;\n');
  builder.commitAll();
  const look = async () => {
    const diff = await mergeBaseDiff(main.path, builder.path);
    if ('why' in diff) throw new Error(diff.why);
    return { text: diff.bytes.toString('utf8'), digest: diff.digest };
  };
  const tags = () => builder.git('ls-files', '-v');
  return { builder, look, tags };
}

const WAYS = [['--assume-unchanged'], ['--skip-worktree'], ['--assume-unchanged', '--skip-worktree']];

describe.each(WAYS)('a file that git was told not to look at (%s %s)', (...ways) => {
  const NAME = 'naïve "file"\nof two lines.ts';
  const hidden = (...names: string[]) => {
    const set = stage(...names, 'src/seen.ts');
    for (const way of ways) if (way) set.builder.git('update-index', way, '--', ...names);
    return set;
  };

  test('is shown with what was changed in it, as without that', async () => {
    const { builder, look, tags } = hidden(NAME);
    const before = await look();
    builder.write(NAME, 'export const admin = true;\n');
    const told = tags();
    const now = await look();
    expect(now.text).toContain('+export const admin = true;');
    expect(now.digest).not.toBe(before.digest);
    // Only the copy was looked at otherwise.
    expect(tags()).toBe(told);
    for (const way of ways) if (way) builder.git('update-index', way.replace('--', '--no-'), '--', NAME);
    expect(await look()).toEqual(now);
  });

  test('is shown as gone when it is, and as itself when it is not', async () => {
    const { builder, look } = hidden('src/a.ts', 'src/b.ts');
    unlinkSync(join(builder.path, 'src/a.ts'));
    const { text } = await look();
    expect(text).not.toContain('src/a.ts');
    expect(text).toContain('+++ b/src/b.ts');
    expect(text).toContain('+++ b/src/seen.ts');
  });
});

describe('a sparse checkout', () => {
  test.each([
    ['by folders', ['--cone', '--no-sparse-index']],
    ['by folders, with an index of as much', ['--cone', '--sparse-index']],
  ])('%s has what it leaves out as it was committed', async (_, how) => {
    const { builder, look } = stage('src/a.ts', 'big/b.ts', 'big/deep/c.ts');
    const whole = await look();
    builder.git('sparse-checkout', 'set', ...how, 'src', 'codev');
    expect(existsSync(join(builder.path, 'big'))).toBe(false);
    expect(await look()).toEqual(whole);
    unlinkSync(join(builder.path, 'src/a.ts'));
    expect((await look()).text).not.toContain('src/a.ts');
  });

  test('has what was written where it leaves something out', async () => {
    const { builder, look } = stage('src/a.ts', 'big/b.ts', 'big/deep/c.ts');
    builder.git('sparse-checkout', 'set', '--cone', 'src', 'codev');
    builder.write('big/b.ts', 'export const admin = true;\n');
    const { text } = await look();
    expect(text).toContain('+export const admin = true;');
    expect(text).toContain('+++ b/big/deep/c.ts');
  });

  test('that is none any more leaves nothing out', async () => {
    const { builder, look } = stage('src/a.ts', 'big/b.ts');
    builder.git('sparse-checkout', 'set', '--cone', 'src', 'codev');
    builder.git('config', '--worktree', 'core.sparseCheckout', 'false');
    expect((await look()).text).not.toContain('big/b.ts');
  });
});
