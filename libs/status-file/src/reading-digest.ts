import { createHash } from 'node:crypto';
import { logSection } from './log-section.js';

/**
 * What a person reads before deciding: SHA-256 (lower-case hex) of the title and the Markdown body without its `## Log`
 * section. An agent's log line or another gate does not change it; another plan does. Line endings do not count.
 */
export function readingDigest(text: string, bodyStart: number, title: string): string {
  const log = logSection(text, bodyStart);
  const body = log ? text.slice(bodyStart, log.start) + text.slice(log.end) : text.slice(bodyStart);
  const lines = body.replace(/\r\n?/g, '\n').trimEnd();
  return createHash('sha256')
    .update(JSON.stringify([title, lines]))
    .digest('hex');
}
