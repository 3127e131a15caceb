import type { ProjectEntry } from '../hq-client/project-entry';
import { projectInWords } from '../ui/project-name';

/** Characters that fit a small phone's line. */
export const PHONE_LINE = 34;

/** Characters of the longest of their names, each with its number; 0 without any. */
export function longestName(entries: readonly ProjectEntry[]): number {
  return Math.max(
    0,
    ...entries.map(({ file: { project } }) => projectInWords(project.id, project.title).length),
  );
}
