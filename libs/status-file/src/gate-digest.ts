import { createHash } from 'node:crypto';
import type { YamlValue } from './yaml-value.js';

/**
 * What a decision is bound to: SHA-256 (lower-case hex) of `JSON.stringify([full name, entry])`, the entry with its keys
 * sorted and every scalar as the text that is written (`null` for YAML's null). Quoting, comments, key order and
 * flow or block style do not change it; any other change of the entry does.
 */
export function gateDigest(name: string, entry: YamlValue): string {
  return createHash('sha256')
    .update(JSON.stringify([name, sorted(entry)]))
    .digest('hex');
}

function sorted(value: YamlValue): YamlValue {
  if (value === null || typeof value === 'string') return value;
  if (isList(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

function isList(value: YamlValue): value is readonly YamlValue[] {
  return Array.isArray(value);
}
