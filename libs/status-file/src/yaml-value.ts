import { MAX_DEPTH, YamlProblem, type AliasNode, type MapNode, type YamlNode } from './yaml-tree.js';

/** A YAML value as JSON: scalars as the text that is written (nothing is guessed to be a number or a date) or null. */
export type YamlValue = null | string | readonly YamlValue[] | { readonly [key: string]: YamlValue };

/** One key of a map. `written` is false when it came in by a merge (`<<`). */
export interface MapEntry {
  readonly key: YamlNode;
  readonly value: YamlNode;
  readonly written: boolean;
}

/** Nodes that may be visited while reading one file: enough for any real one, too few for an alias bomb. */
const MAX_VISITS = 50_000;

/** Characters those nodes may hold together: aliases multiply text as well as nodes. */
const MAX_CHARACTERS = 1024 * 1024;

const MERGE_KEY = '<<';
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);

export function dereference(node: YamlNode): Exclude<YamlNode, AliasNode> {
  return node.kind === 'alias' ? node.target : node;
}

/** The text of a scalar, `null` for YAML's null, `undefined` for what is no scalar. */
export function scalarText(node: YamlNode | undefined): string | null | undefined {
  const target = node && dereference(node);
  if (target?.kind !== 'scalar') return undefined;
  return target.quote === 'plain' && !target.tagged && NULLS.has(target.text) ? null : target.text;
}

/** The same value with its keys sorted, so that their order does not matter to a comparison or a digest. */
export function canonical(value: YamlValue): YamlValue {
  if (value === null || typeof value === 'string') return value;
  if (isList(value)) return value.map(canonical);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, canonical(item)]));
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}

/**
 * Reads maps and values out of a tree, following aliases and merges. What is ambiguous (a key that is there twice) is read
 * one way and kept as `problem`; throws {@link YamlProblem} only where reading would not end in reasonable time.
 */
export class YamlReader {
  problem: YamlProblem | undefined;
  private visits = 0;
  private characters = 0;

  /** Keeps the first problem only: later ones often follow from it. */
  report(message: string, offset: number): void {
    this.problem ??= new YamlProblem(message, offset);
  }

  /** A map's entries by key, merged ones included. The map's own keys win over merged ones. */
  entries(map: MapNode, depth = 0): Map<string, MapEntry> {
    const own = new Map<string, MapEntry>();
    const merged = new Map<string, MapEntry>();
    for (const { key, value } of map.pairs) {
      this.visit(key, depth);
      const name = dereference(key);
      if (isMerge(key)) this.merge(value, merged, depth + 1);
      else if (name.kind !== 'scalar')
        this.report('A key here is a map or a list. Use plain text.', key.start);
      else if (own.has(name.text))
        this.report(`The key \`${name.text}\` is there twice. Remove one of them.`, key.start);
      else own.set(name.text, { key, value, written: true });
    }
    return merged.size === 0 ? own : new Map([...merged, ...own]);
  }

  /** The whole value in canonical form: keys sorted, so that their order in the file does not matter. */
  value(node: YamlNode, depth = 0): YamlValue {
    this.visit(node, depth);
    const target = dereference(node);
    if (target.kind === 'scalar') {
      this.characters += target.text.length;
      if (this.characters > MAX_CHARACTERS) throw tooLarge(node);
      return scalarText(target) ?? null;
    }
    if (target.kind === 'list') return target.items.map((item) => this.value(item, depth + 1));
    const entries = [...this.entries(target, depth)].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([name, entry]) => [name, this.value(entry.value, depth + 1)]));
  }

  visit(node: YamlNode, depth: number): void {
    if (++this.visits > MAX_VISITS || depth > MAX_DEPTH) throw tooLarge(node);
  }

  private merge(source: YamlNode, into: Map<string, MapEntry>, depth: number): void {
    this.visit(source, depth);
    const target = dereference(source);
    if (target.kind === 'list') {
      for (const item of target.items) this.merge(item, into, depth + 1);
      return;
    }
    if (target.kind !== 'map') {
      this.report('YAML: `<<` can only merge a map.', source.start);
      return;
    }
    for (const [name, entry] of this.entries(target, depth)) {
      this.visit(source, depth);
      if (!into.has(name)) into.set(name, { ...entry, written: false });
    }
  }
}

function tooLarge(node: YamlNode): YamlProblem {
  return new YamlProblem('This YAML is too large or refers to itself. Write it out plainly.', node.start);
}

function isMerge(key: YamlNode): boolean {
  return key.kind === 'scalar' && key.quote === 'plain' && !key.tagged && key.text === MERGE_KEY;
}
