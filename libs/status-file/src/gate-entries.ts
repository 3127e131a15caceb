import { YamlProblem, type MapNode, type YamlNode } from './yaml-tree.js';
import { dereference, scalarText, type MapEntry, type YamlReader, type YamlValue } from './yaml-value.js';

/** A gate as it is written: the keys that lead to it below `gates`, and the last step. */
export interface GateEntry {
  /** Dotted path below `gates`. */
  readonly name: string;
  readonly keys: readonly string[];
  /** A map with `status`, or a scalar that is the status itself (`human_approval: pending`). */
  readonly node: YamlNode;
  readonly value: YamlValue;
  /** Every map entry passed on the way, the gate's own last. */
  readonly steps: readonly MapEntry[];
}

/** Characters of a gate's full name, as the protocol takes it. */
const MAX_NAME = 512;

/** Keys that only a gate's entry has: a map with one of them is a gate even when its `status` is missing. */
const ENTRY_KEYS = ['by', 'at', 'requested_at', 'approved_at', 'approved_by'];

/** All gates below `gates`, nested `<transition>.<gate>` or flat, in the file's order. */
export function* findGateEntries(gates: MapEntry, reader: YamlReader): Generator<GateEntry> {
  const root = dereference(gates.value);
  if (root.kind === 'map') yield* gatesBelow(root, [], [gates], reader);
  else if (scalarText(root) !== null)
    reader.report('`gates` is not a map. Write one gate per key below it.', gates.key.start);
}

function* gatesBelow(
  map: MapNode,
  above: readonly string[],
  passed: readonly MapEntry[],
  reader: YamlReader,
): Generator<GateEntry> {
  for (const [key, entry] of reader.entries(map, above.length)) {
    reader.visit(entry.value, above.length);
    const node = dereference(entry.value);
    const keys = [...above, key];
    const name = keys.join('.');
    if (name.length > MAX_NAME)
      throw new YamlProblem('The name of a gate here is too long. Shorten it.', entry.key.start);
    const steps = [...passed, entry];
    if (node.kind === 'list')
      reader.report(`The gate \`${name}\` is a list. Make it a map with \`status\`.`, entry.key.start);
    else if (node.kind === 'map' && !isGateMap(node, reader, keys.length))
      yield* gatesBelow(node, keys, steps, reader);
    else yield { name, keys, node: entry.value, value: reader.value(entry.value, keys.length), steps };
  }
}

function isGateMap(map: MapNode, reader: YamlReader, depth: number): boolean {
  const entries = reader.entries(map, depth);
  const status = entries.get('status');
  if (status) return dereference(status.value).kind === 'scalar';
  return ENTRY_KEYS.some((key) => scalarText(entries.get(key)?.value) !== undefined);
}
