import type { FieldValue, GateChange } from './gate-change.js';
import type { GateEntry } from './gate-entries.js';
import type { StatusFileReading } from './parse-status-file.js';
import type { TextEdit } from './text-edit.js';
import { canonical, YamlReader, type YamlValue } from './yaml-value.js';

/**
 * Reads an edited file against what was meant: the same document but for one gate's entry, the same body but for the log
 * line, no problem. This catches what an edit by offsets cannot see, such as an alias to the entry elsewhere.
 */
export function isExactlyIntended(
  before: StatusFileReading,
  after: StatusFileReading,
  gate: GateEntry,
  { fields, alongside = {} }: GateChange,
  edits: readonly TextEdit[],
): boolean {
  if (after.model.problem || !before.root || !after.root) return false;
  const gateMeant = withEntry(new YamlReader().value(before.root), ['gates', ...gate.keys], fields);
  const meant = withValues(gateMeant, alongside);
  if (JSON.stringify(canonical(meant)) !== JSON.stringify(new YamlReader().value(after.root))) return false;
  return yamlEnd(after) === yamlEnd(before, edits) && isSameElsewhere(before, after, gate, alongside);
}

/** Where the YAML ends, after edits: nothing that was written may have closed the front matter early. */
function yamlEnd({ sections }: StatusFileReading, edits: readonly TextEdit[] = []): number {
  const end = sections.yaml?.end ?? 0;
  const inside = edits.filter((edit) => edit.end <= end);
  return inside.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), end);
}

function isSameElsewhere(
  before: StatusFileReading,
  after: StatusFileReading,
  gate: GateEntry,
  alongside: object,
): boolean {
  const meant = Object.fromEntries(Object.keys(alongside).map((name) => [name, undefined]));
  // In a phase that ends a project nothing waits any more; that is no other text.
  const follows = 'phase' in alongside ? { archived: undefined } : {};
  const others = 'phase' in alongside ? { waiting: undefined } : {};
  const rest = ({ model }: StatusFileReading): string =>
    JSON.stringify({
      ...model,
      ...meant,
      ...follows,
      body_start: 0,
      gates: model.gates.filter(({ name }) => name !== gate.name).map((other) => ({ ...other, ...others })),
    });
  return rest(before) === rest(after);
}

function withEntry(
  value: YamlValue | undefined,
  keys: readonly string[],
  fields: Readonly<Record<string, FieldValue>>,
): YamlValue {
  const [key, ...below] = keys;
  const map = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const entries = new Map<string, YamlValue>(Object.entries(map));
  if (key === undefined) {
    const names = Object.keys(fields);
    if (names.length === 0) return value ?? null;
    // The shorthand `human_approval: pending` stays one when only its status changes.
    if (typeof value === 'string' && names.length === 1 && typeof fields['status'] === 'string')
      return fields['status'];
    for (const [name, field] of Object.entries(fields))
      entries.set(name, typeof field === 'string' ? field : withEntry(entries.get(name), [], field));
  } else entries.set(key, withEntry(entries.get(key), below, fields));
  return Object.fromEntries(entries);
}

function withValues(value: YamlValue, values: Readonly<Record<string, string | boolean>>): YamlValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = new Map<string, YamlValue>(Object.entries(value));
  for (const [name, text] of Object.entries(values))
    if ((entries.get(name) ?? null) !== null) entries.set(name, String(text));
  return Object.fromEntries(entries);
}
