import type { ErrorCode } from '@codev-hq/protocol';
import { isExactlyIntended } from './edit-check.js';
import { editEntry, editScalars } from './entry-edit.js';
import type { FieldValue, GateChange, GateEdit, SetGateOptions } from './gate-change.js';
import { appendLogLine } from './log-section.js';
import { readStatusFile } from './parse-status-file.js';
import { applyEdits, type TextEdit } from './text-edit.js';

const FIELD_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * Writes a change into one gate's entry and, when asked, into plain values beside `gates` and one line into the log. Every other byte stays as it is: byte order
 * mark, line ends, comments, blanks, a missing final line break. `gate` is a full name. Whether the gate may be changed
 * is the caller's question (see `findPendingGate`).
 *
 * The result has been read again and says exactly what was meant. Where that cannot be had (aliases, merges, values that
 * are missing, a file with a problem) it refuses with `GATE_NOT_FOUND` or `UNSUPPORTED` and words for the file's author.
 * `text` must be the decoded whole file, byte order mark included; a lossy decoding would not be byte-exact.
 */
export function setGate(
  text: string,
  path: string,
  gate: string,
  change: GateChange,
  options: SetGateOptions = {},
): GateEdit {
  const fields = Object.entries(change.fields);
  const alongside = change.alongside ?? {};
  for (const name of [...fields.flatMap(namesIn), ...Object.keys(alongside)])
    if (!FIELD_NAME.test(name)) throw new TypeError(`A gate's field cannot be named ${JSON.stringify(name)}`);

  const before = readStatusFile(text, path, options);
  const { problem, format } = before.model;
  const entry = before.gates.find((candidate) => candidate.name === gate);
  if (problem) {
    const line = problem.line === undefined ? '' : ` in line ${problem.line}`;
    return refuse('UNSUPPORTED', `The status file has a problem${line}: ${problem.message}`);
  }
  if (!entry) {
    const candidates = before.gates.map(({ name }) => name);
    return refuse('GATE_NOT_FOUND', `The status file has no gate "${gate}".`, candidates);
  }

  const entryEdit = editEntry(text, entry, fields);
  if (!entryEdit.ok) return unsafe(gate, entryEdit.why);
  const besides = before.root ? editScalars(before.root, alongside) : undefined;
  if (besides?.ok === false) return unsafe(gate, besides.why);
  const logEdit =
    format === 'markdown' && options.logLine !== undefined
      ? appendLogLine(text, before.sections.bodyStart, options.logLine)
      : undefined;
  const edits: TextEdit[] = [...entryEdit.edits, ...(besides?.edits ?? []), ...(logEdit ? [logEdit] : [])];
  const edited = applyEdits(text, edits);

  const after = readStatusFile(edited, path, options);
  const model = after.model.gates.find(({ name }) => name === gate);
  if (!model || !isExactlyIntended(before, after, entry, change, edits))
    return unsafe(gate, 'is tied to other parts of the file');
  return { ok: true, text: edited, gate: model, edits };
}

function namesIn([name, value]: readonly [string, FieldValue]): string[] {
  return typeof value === 'string' ? [name] : [name, ...Object.keys(value)];
}

function unsafe(gate: string, why: string): GateEdit {
  const advice = `Write it out, as in \`{ status: pending }\`, and decide again.`;
  return refuse(
    'UNSUPPORTED',
    `The gate "${gate}" ${why}, so it cannot be changed without touching more. ${advice}`,
  );
}

function refuse(code: ErrorCode, error: string, candidates?: string[]): GateEdit {
  return { ok: false, refusal: { code, error, ...(candidates && { candidates }) } };
}
