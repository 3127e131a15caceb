import { parseUnifiedDiff } from './unified-diff';

const TEXT = `diff --git a/src/queue.ts b/src/queue.ts
index 1..2 100644
--- a/src/queue.ts
+++ b/src/queue.ts
@@ -1,3 +1,4 @@ export class Queue {
 const a = 1;
--- a comment in SQL
+const b = 2;
+const c = 3;
 end
diff --git a/old.txt b/old.txt
deleted file mode 100644
--- a/old.txt
+++ /dev/null
@@ -1 +0,0 @@
-gone
\\ No newline at end of file
diff --git a/a name.md b/a name.md
new file mode 100644
--- /dev/null
+++ b/a name.md\t
@@ -0,0 +1 @@
+# New
diff --git a/was.ts b/is.ts
similarity index 100%
rename from was.ts
rename to is.ts
diff --git a/logo.png b/logo.png
index 1..2 100644
Binary files a/logo.png and b/logo.png differ
`;

describe('a machine’s diff', () => {
  const files = parseUnifiedDiff(TEXT);

  it('is read file by file, with what happened to each', () => {
    expect(
      files.map(({ path, status, binary, additions, deletions }) => [
        path,
        status,
        binary,
        additions,
        deletions,
      ]),
    ).toEqual([
      ['src/queue.ts', 'changed', false, 2, 1],
      ['old.txt', 'deleted', false, 0, 1],
      ['a name.md', 'added', false, 1, 0],
      ['is.ts', 'renamed', false, 0, 0],
      ['logo.png', 'changed', true, 0, 0],
    ]);
    expect(files[3]?.from).toBe('was.ts');
  });

  it('numbers its lines, and takes no line for a header', () => {
    const [hunk] = files[0]?.hunks ?? [];
    expect(hunk?.heading).toBe('export class Queue {');
    expect(hunk?.lines).toEqual([
      { kind: 'same', text: 'const a = 1;', before: 1, after: 1 },
      { kind: 'deleted', text: '-- a comment in SQL', before: 2 },
      { kind: 'added', text: 'const b = 2;', after: 2 },
      { kind: 'added', text: 'const c = 3;', after: 3 },
      { kind: 'same', text: 'end', before: 3, after: 4 },
    ]);
  });

  it('keeps git’s notes', () => {
    expect(files[1]?.hunks[0]?.lines.at(-1)).toEqual({ kind: 'note', text: 'No newline at end of file' });
  });

  it('of nothing is nothing, and one that was cut off is what is there', () => {
    expect(parseUnifiedDiff('')).toEqual([]);
    const cut = TEXT.slice(0, TEXT.indexOf('+const c'));
    expect(parseUnifiedDiff(cut)[0]).toMatchObject({ path: 'src/queue.ts', additions: 1, deletions: 1 });
  });
});
