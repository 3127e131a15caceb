import { changedFiles, noLongerChanged } from './changed-files';
import { changesBetween } from './changes-between';
import { compareTexts } from './compare-texts';
import { parseUnifiedDiff } from './unified-diff';
import { wordParts } from './word-parts';

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');

describe('two versions of a text', () => {
  it('differ by lines, numbered in both', () => {
    const file = compareTexts('p.md', lines('a', 'b', 'c'), lines('a', 'x', 'c', 'd'));
    expect(file).toMatchObject({ additions: 2, deletions: 1 });
    expect(file?.hunks[0]?.lines).toEqual([
      { kind: 'same', text: 'a', before: 1, after: 1 },
      { kind: 'deleted', text: 'b', before: 2 },
      { kind: 'added', text: 'x', after: 2 },
      { kind: 'same', text: 'c', before: 3, after: 3 },
      { kind: 'added', text: 'd', after: 4 },
    ]);
  });

  it('do not differ when they are the same', () => {
    expect(compareTexts('p.md', 'a\n', 'a\n')?.hunks).toEqual([]);
  });
});

describe('the words inside of changed lines', () => {
  const hunk = (before: string, after: string) => compareTexts('p', before, after)?.hunks[0]?.lines ?? [];

  it('are told apart', () => {
    const changed = hunk('Retries stop after three hours.\n', 'Retries stop after two hours.\n');
    const parts = wordParts(changed);
    const words = (kind: string) =>
      parts
        .get(changed.find((line) => line.kind === kind)!)
        ?.filter((part) => part.changed)
        .map((part) => part.text);
    expect([words('deleted'), words('added')]).toEqual([['three'], ['two']]);
  });

  it('are left alone where two lines have nothing in common', () => {
    expect(wordParts(hunk('one two three\n', 'something else entirely different\n')).size).toBe(0);
  });
});

describe('two versions of what was built', () => {
  const diff = (path: string, line: string, at = 1) =>
    `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -${at},0 +${at},1 @@\n+${line}\n`;
  const before = diff('a.ts', 'one') + diff('b.ts', 'two') + diff('c.ts', 'three');
  const after = diff('a.ts', 'one', 9) + diff('b.ts', 'other') + diff('d.ts', 'new');

  it('differ by files: those with other changes than before, wherever they have moved', () => {
    const [was, is] = [parseUnifiedDiff(before), parseUnifiedDiff(after)];
    expect(changedFiles(was, is).map(({ path }) => path)).toEqual(['b.ts', 'd.ts']);
    expect(noLongerChanged(was, is)).toEqual(['c.ts']);
  });

  it('are compared so, and texts by lines', async () => {
    const built = await changesBetween({ kind: 'diff', path: '@diff', before, after });
    expect(built).toMatchObject({ kind: 'files', dropped: ['c.ts'] });
    const text = await changesBetween({ kind: 'plan', path: 'p.md', before: 'a\n', after: 'b\n' });
    expect(text).toMatchObject({ kind: 'files', files: [{ additions: 1, deletions: 1 }] });
  });
});
