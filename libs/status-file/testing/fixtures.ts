import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a file in `testing/fixtures`, byte order mark and all. */
export function fixture(name: string): string {
  return readFileSync(join(__dirname, 'fixtures', name), 'utf8');
}

/** A Markdown status file around YAML lines. */
export function markdown(yaml: string, body = '## Log\n- Started\n'): string {
  return `---\n${yaml}\n---\n${body}`;
}
