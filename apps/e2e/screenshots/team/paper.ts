import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../testing/node-process.ts';

/** A text that the team works on. */
export function paper(name: string): string {
  return readFileSync(join(ROOT, 'apps/e2e/screenshots/team/papers', name), 'utf8');
}
