import { readStatusFile } from './parse-status-file.js';
import type { YamlValue } from './yaml-value.js';

/** What a person asked for when they sent a gate back, as it stands in its entry. */
export interface WrittenRequest {
  readonly by: string;
  /** ISO 8601 as written. */
  readonly at: string;
  readonly comment: string;
}

/** The last request for changes in a gate's entry (`changes_requested`); undefined without one. `gate` is a full name. */
export function writtenRequest(text: string, path: string, gate: string): WrittenRequest | undefined {
  const entry = readStatusFile(text, path).gates.find(({ name }) => name === gate);
  const request = valuesOf(entry?.value).get('changes_requested');
  if (request === undefined) return undefined;
  const written = valuesOf(request);
  return {
    by: textOf(written.get('by')),
    at: textOf(written.get('at')),
    comment: textOf(written.get('comment')),
  };
}

function valuesOf(value: YamlValue | undefined): ReadonlyMap<string, YamlValue> {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map<string, YamlValue>(isMap ? Object.entries(value) : []);
}

const textOf = (value: YamlValue | undefined) => (typeof value === 'string' ? value : '');
