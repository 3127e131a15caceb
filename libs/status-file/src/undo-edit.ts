import type { GateEntry } from './gate-entries.js';
import { logSection } from './log-section.js';
import { readStatusFile, type StatusFileReading } from './parse-status-file.js';
import { applyEdits, type TextEdit } from './text-edit.js';
import { linesFrom, type Line } from './text-lines.js';
import type { MapNode, ScalarNode } from './yaml-tree.js';

/** What `setGate` did to a text: its own edits, and the text before them. */
export interface MadeEdit {
  readonly gate: string;
  readonly before: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Takes an edit of `setGate`'s out of a text that somebody has edited since: the gate's entry is as it was before, its log
 * line is gone, values beside the gates that are still ours are as they were. Every other byte stays. `undefined` where the
 * entry is not to the byte as it was written, or the result would not read so.
 */
export function undoEdit(text: string, path: string, { gate, before, edits }: MadeEdit): string | undefined {
  const then = readStatusFile(before, path);
  const now = readStatusFile(text, path);
  const [entryThen, entryNow] = [entryOf(then, gate), entryOf(now, gate)];
  if (!entryThen || !entryNow) return undefined;
  const entry = undoEntry(text, entryNow, before, entryThen, entryEdits(then, edits));
  if (!entry) return undefined;
  const beside = edits.flatMap((edit) => undoBeside(text, now, before, then, edit) ?? []);
  const log = edits.find((edit) => isLogs(then, edit));
  const line = log && undoLog(text, now, before, then, log);
  const undone = applyEdits(text, [entry, ...beside, ...(line ? [line] : [])]);
  return saysSo(readStatusFile(undone, path), now, entryThen) ? undone : undefined;
}

function entryOf({ gates }: StatusFileReading, name: string): GateEntry | undefined {
  return gates.find((gate) => gate.name === name);
}

function isLogs({ sections, model }: StatusFileReading, { start }: TextEdit): boolean {
  return model.format === 'markdown' && start >= sections.bodyStart;
}

function entryEdits(then: StatusFileReading, edits: readonly TextEdit[]): TextEdit[] {
  return edits.filter((edit) => !isLogs(then, edit) && !valueAt(then.root, edit));
}

/** All from the entry's first byte to the end of what was written last into it. */
function undoEntry(
  text: string,
  { node: { start } }: GateEntry,
  before: string,
  { node: { start: startThen } }: GateEntry,
  edits: readonly TextEdit[],
): TextEdit | undefined {
  const original = before.slice(startThen, Math.max(startThen, ...edits.map(({ end }) => end)));
  const shifted = edits.map((edit) => ({
    ...edit,
    start: edit.start - startThen,
    end: edit.end - startThen,
  }));
  const written = applyEdits(original, shifted);
  if (!text.startsWith(written, start)) return undefined;
  return { start, end: start + written.length, text: original };
}

/** A value at the top of the document is put back where it is still what was written. */
function undoBeside(
  text: string,
  now: StatusFileReading,
  before: string,
  then: StatusFileReading,
  edit: TextEdit,
): TextEdit | undefined {
  const key = valueAt(then.root, edit)?.key;
  const pair = now.root?.pairs.find((each) => each.key.kind === 'scalar' && each.key.text === key);
  if (key === undefined || pair?.value.kind !== 'scalar') return undefined;
  const { start, end } = pair.value;
  if (text.slice(start, end) !== edit.text) return undefined;
  return { start, end, text: before.slice(edit.start, edit.end) };
}

function valueAt(
  root: MapNode | undefined,
  { start, end }: TextEdit,
): { key: string; value: ScalarNode } | undefined {
  for (const { key, value } of root?.pairs ?? [])
    if (key.kind === 'scalar' && value.kind === 'scalar' && value.start === start && value.end === end)
      return { key: key.text, value };
  return undefined;
}

/** The section that was begun for the line goes with it, when nothing has been written behind it. */
function undoLog(
  text: string,
  now: StatusFileReading,
  before: string,
  then: StatusFileReading,
  { text: written }: TextEdit,
): TextEdit | undefined {
  const isBegun = !logSection(before, then.sections.bodyStart);
  if (isBegun && text.endsWith(written))
    return { start: text.length - written.length, end: text.length, text: '' };
  const wanted =
    written
      .trimEnd()
      .split(/\r\n|[\r\n]/)
      .at(-1) ?? '';
  const isOurs = (of: string) => (line: Line) => of.slice(line.start, line.end) === wanted;
  const found = logLines(text, now).filter(isOurs(text));
  const line = found.at(-1);
  // The same words may have stood there before; and somebody may have taken ours out.
  if (!line || found.length <= logLines(before, then).filter(isOurs(before)).length) return undefined;
  const above = logLines(text, now).find(({ next }) => next === line.start);
  const isOpen = line.next === line.end;
  return isOpen && above
    ? { start: above.end, end: line.end, text: '' }
    : { start: line.start, end: line.next, text: '' };
}

function logLines(text: string, { sections }: StatusFileReading): Line[] {
  const log = logSection(text, sections.bodyStart);
  return log ? [...linesFrom(text, log.start)].filter(({ start }) => start < log.end) : [];
}

function saysSo(undone: StatusFileReading, now: StatusFileReading, gate: GateEntry): boolean {
  const { model } = undone;
  const others = ({ model: { gates } }: StatusFileReading): string =>
    JSON.stringify(gates.filter(({ name }) => name !== gate.name).map(({ name, digest }) => [name, digest]));
  const entry = entryOf(undone, gate.name);
  return (
    !model.problem &&
    JSON.stringify(entry?.value) === JSON.stringify(gate.value) &&
    model.reading_digest === now.model.reading_digest &&
    others(undone) === others(now)
  );
}
