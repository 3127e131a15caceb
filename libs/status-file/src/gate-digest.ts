import { createHash } from 'node:crypto';
import { canonical, type YamlValue } from './yaml-value.js';

/**
 * What a decision is bound to: SHA-256 (lower-case hex) of `JSON.stringify([full name, entry])`, the entry with its keys
 * sorted and every scalar as the text that is written (`null` for YAML's null). Quoting, comments, key order and
 * flow or block style do not change it; any other change of the entry does.
 */
export function gateDigest(name: string, entry: YamlValue): string {
  return createHash('sha256')
    .update(JSON.stringify([name, canonical(entry)]))
    .digest('hex');
}
