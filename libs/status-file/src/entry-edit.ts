import type { FieldValue } from './gate-change.js';
import type { GateEntry } from './gate-entries.js';
import { writeScalar, type Quote } from './scalar-writing.js';
import type { TextEdit } from './text-edit.js';
import { lineAt, lineBreakFor, lineStart } from './text-lines.js';
import type { MapNode, ScalarNode, YamlNode } from './yaml-tree.js';
import { scalarText } from './yaml-value.js';

type Fields = readonly (readonly [name: string, value: FieldValue])[];
type Pair = MapNode['pairs'][number];

/** The edits that write a gate's fields, or why they cannot be written without touching anything else. */
export type EntryEdit =
  { readonly ok: true; readonly edits: readonly TextEdit[] } | { readonly ok: false; readonly why: string };

export function editEntry(text: string, gate: GateEntry, fields: Fields): EntryEdit {
  if (fields.length === 0) return { ok: true, edits: [] };
  if (gate.steps.some((step) => !step.written)) return impossible('comes in by a merge (`<<`)');
  const { node } = gate;
  if (gate.steps.some((step) => step.value.kind === 'alias') || node.kind === 'alias')
    return impossible('is written through an alias (`*`)');
  if (node.anchored || node.tagged) return impossible('carries an anchor (`&`) or a tag (`!`)');
  if (node.kind === 'scalar') return replaceShorthand(node, fields);
  if (node.kind === 'list') return impossible('is a list');
  return editMap(text, node, fields);
}

/** The edits that give plain values of a map another value, in their own quotes; keys without a value are left out. */
export function editScalars(map: MapNode, values: Readonly<Record<string, string | boolean>>): EntryEdit {
  const edits: TextEdit[] = [];
  for (const [name, value] of Object.entries(values)) {
    const pair = pairNamed(map, name);
    if (!pair || scalarText(pair.value) === null) continue;
    const why = whyNotReplaceable(pair.value);
    if (why || pair.value.kind !== 'scalar')
      return impossible(`changes together with \`${name}\`, which ${why ?? 'is no text'}`);
    const { start, end } = pair.value;
    // In quotes, `false` would be a word, and true.
    const text = typeof value === 'boolean' ? String(value) : writeScalar(value, quoteOf(pair.value));
    edits.push({ start, end, text });
  }
  return { ok: true, edits };
}

/** `human_approval: pending` is replaced by a flow map, which is right in block and flow context. */
function replaceShorthand(node: ScalarNode, fields: Fields): EntryEdit {
  const why = whyNotReplaceable(node);
  if (why) return impossible(why);
  const [first] = fields;
  const written =
    fields.length === 1 && first?.[0] === 'status' && typeof first[1] === 'string'
      ? writeScalar(first[1], quoteOf(node))
      : writeFlow(fields, '', 'plain');
  return { ok: true, edits: [{ start: node.start, end: node.end, text: written }] };
}

function editMap(text: string, map: MapNode, fields: Fields): EntryEdit {
  const edits: TextEdit[] = [];
  const added: (readonly [string, FieldValue])[] = [];
  for (const [name, value] of fields) {
    const pair = pairNamed(map, name);
    if (!pair && name === 'status') return impossible('has no `status`');
    if (!pair) {
      added.push([name, value]);
      continue;
    }
    const replaced = replaceValue(text, pair.value, value);
    if (!replaced.ok) return impossible(`has a \`${name}\` that ${replaced.why}`);
    edits.push(...replaced.edits);
  }
  if (added.length === 0) return { ok: true, edits };
  const insertion = map.flow ? insertIntoFlow(map, added) : insertIntoBlock(text, map, added);
  if (!insertion) return impossible('is laid out so that nothing can be added to it');
  return { ok: true, edits: [...edits, insertion] };
}

function replaceValue(text: string, node: YamlNode, value: FieldValue): EntryEdit {
  if (typeof value !== 'string' && node.kind === 'map' && !node.anchored && !node.tagged)
    return editMap(text, node, Object.entries(value));
  const why = whyNotReplaceable(node);
  if (why || node.kind !== 'scalar') return impossible(why ?? 'is no text');
  const { start, end } = node;
  return { ok: true, edits: [{ start, end, text: writeValue(value, quoteOf(node), '') }] };
}

function insertIntoFlow(map: MapNode, added: Fields): TextEdit | undefined {
  const behind = pairToInsertBehind(map);
  if (!behind) return undefined;
  const mark = keyMark(behind.key);
  const text = added
    .map(([name, value]) => `, ${mark}${name}${mark}: ${writeAdded(map, value, mark)}`)
    .join('');
  return { start: behind.end, end: behind.end, text };
}

function insertIntoBlock(text: string, map: MapNode, added: Fields): TextEdit | undefined {
  const behind = pairToInsertBehind(map);
  if (!behind) return undefined;
  const indent = text.slice(lineStart(text, behind.key.start), behind.key.start);
  // `? status`, `&anchor status`: the column of the key is not its indentation.
  if (!/^ +$/.test(indent)) return undefined;
  const mark = keyMark(behind.key);
  const line = lineAt(text, behind.end);
  const lineBreak = lineBreakFor(text, line);
  const lines = added.map(
    ([name, value]) => `${indent}${mark}${name}${mark}: ${writeAdded(map, value, mark)}`,
  );
  return line.next > line.end
    ? { start: line.next, end: line.next, text: lines.map((added) => added + lineBreak).join('') }
    : { start: line.end, end: line.end, text: lines.map((added) => lineBreak + added).join('') };
}

/** The last pair when its end is known, else the one with the status. */
function pairToInsertBehind(map: MapNode): { key: YamlNode; end: number } | undefined {
  for (const pair of [map.pairs.at(-1), pairNamed(map, 'status')]) {
    if (pair && endsInPlace(pair.value)) return { key: pair.key, end: pair.value.end };
  }
  return undefined;
}

function endsInPlace(node: YamlNode): node is Exclude<YamlNode, MapNode | { kind: 'list' }> {
  return node.kind === 'alias' || (node.kind === 'scalar' && node.quote !== 'block' && node.end > node.start);
}

function pairNamed(map: MapNode, name: string): Pair | undefined {
  return map.pairs.find(({ key }) => key.kind === 'scalar' && key.text === name);
}

function whyNotReplaceable(node: YamlNode): string | undefined {
  if (node.kind === 'alias') return 'is written through an alias (`*`)';
  if (node.kind !== 'scalar') return 'is a map or a list';
  if (node.start === node.end) return 'has no value';
  if (node.anchored || node.tagged) return 'carries an anchor (`&`) or a tag (`!`)';
  if (node.quote === 'block') return 'is a block of text (`|` or `>`)';
  return undefined;
}

/** Added values look like the entry's own: double quotes where it uses them, else single ones. */
function writeAdded(map: MapNode, value: FieldValue, mark: string): string {
  const isDouble = map.pairs.some((pair) => pair.value.kind === 'scalar' && pair.value.quote === 'double');
  return writeValue(value, isDouble ? 'double' : 'single', mark);
}

function writeValue(value: FieldValue, quote: Quote, mark: string): string {
  return typeof value === 'string'
    ? writeScalar(value, quote)
    : writeFlow(Object.entries(value), mark, quote);
}

function writeFlow(fields: Fields, mark: string, quote: Quote): string {
  const pairs = fields.map(([name, value]) => `${mark}${name}${mark}: ${writeValue(value, quote, mark)}`);
  return `{ ${pairs.join(', ')} }`;
}

function keyMark(key: YamlNode): string {
  if (key.kind !== 'scalar') return '';
  return { plain: '', block: '', single: "'", double: '"' }[key.quote];
}

function quoteOf(node: ScalarNode): Quote {
  return node.quote === 'block' ? 'double' : node.quote;
}

function impossible(why: string): EntryEdit {
  return { ok: false, why };
}
