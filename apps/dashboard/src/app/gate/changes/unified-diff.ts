import { counted, type DiffFile, type DiffLine } from './diff-model';

interface Draft {
  path: string;
  from: string | undefined;
  status: DiffFile['status'];
  binary: boolean;
  hunks: { heading: string; lines: DiffLine[] }[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

/** Reads `git diff`'s text. Of one that was cut off, what is there. */
export function parseUnifiedDiff(text: string): readonly DiffFile[] {
  const files: Draft[] = [];
  let file: Draft | undefined;
  // How many lines the hunk still has, so that a deleted line `--- x` is no header.
  let left = { before: 0, after: 0 };
  let at = { before: 0, after: 0 };
  for (const line of text.split('\n')) {
    if (left.before > 0 || left.after > 0) {
      const read = hunkLine(line, at);
      if (read.kind !== 'added' && read.kind !== 'note') {
        left.before -= 1;
        at.before += 1;
      }
      if (read.kind !== 'deleted' && read.kind !== 'note') {
        left.after -= 1;
        at.after += 1;
      }
      file?.hunks.at(-1)?.lines.push(read);
      continue;
    }
    if (line.startsWith('diff --git ')) {
      file = { path: pathInHeader(line), from: undefined, status: 'changed', binary: false, hunks: [] };
      files.push(file);
      continue;
    }
    const hunk = HUNK.exec(line);
    if (hunk) {
      at = { before: Number(hunk[1]), after: Number(hunk[3]) };
      left = { before: Number(hunk[2] ?? 1), after: Number(hunk[4] ?? 1) };
      file?.hunks.push({ heading: hunk[5] ?? '', lines: [] });
    } else if (line.startsWith('\\')) {
      file?.hunks.at(-1)?.lines.push({ kind: 'note', text: line.slice(2) });
    } else if (file) headerLine(file, line);
  }
  return files.map(finished);
}

function hunkLine(line: string, at: { before: number; after: number }): DiffLine {
  const text = line.slice(1).replace(/\r$/, '');
  switch (line[0]) {
    case '+':
      return { kind: 'added', text, after: at.after };
    case '-':
      return { kind: 'deleted', text, before: at.before };
    case '\\':
      return { kind: 'note', text: line.slice(2) };
    default:
      return { kind: 'same', text, before: at.before, after: at.after };
  }
}

function headerLine(file: Draft, line: string): void {
  if (line.startsWith('new file')) file.status = 'added';
  else if (line.startsWith('deleted file')) file.status = 'deleted';
  else if (line.startsWith('rename from ')) {
    file.status = 'renamed';
    file.from = unquoted(line.slice('rename from '.length));
  } else if (line.startsWith('rename to ')) file.path = unquoted(line.slice('rename to '.length));
  else if (line.startsWith('Binary files') || line.startsWith('GIT binary patch')) file.binary = true;
  else if (line.startsWith('+++ ') && !line.startsWith('+++ /dev/null')) file.path = sidePath(line);
  else if (line.startsWith('--- ') && file.status === 'deleted') file.path = sidePath(line);
}

/** `+++ b/src/a.ts`; git ends a path that has a space with a tab. */
function sidePath(line: string): string {
  return unquoted(line.slice(4).replace(/\t$/, '')).slice(2);
}

/** `diff --git a/x b/x`: all there is when nothing but the mode changed, and for binary files. */
function pathInHeader(line: string): string {
  const names = line.slice('diff --git '.length);
  const quoted = /^"a\/.*" "b\/(.*)"$/.exec(names)?.[1];
  if (quoted !== undefined) return unquoted(`"${quoted}"`);
  return names.slice(Math.ceil(names.length / 2)).replace(/^b\//, '');
}

function unquoted(path: string): string {
  if (!path.startsWith('"')) return path;
  return path.slice(1, path.endsWith('"') ? -1 : undefined).replace(/\\(["\\])/g, '$1');
}

function finished({ from, hunks, ...file }: Draft): DiffFile {
  return counted({ ...file, hunks, ...(from !== undefined && { from }) });
}
