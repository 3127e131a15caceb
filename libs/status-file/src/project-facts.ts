import type { StatusFileFormat } from './sections.js';
import { atxHeading, markdownLines } from './markdown-lines.js';

/** What a file's path says about its project, for when the file itself does not. */
export interface NamedByPath {
  readonly id: string;
  readonly title: string;
}

/** Porch's ids are `<N>` or `<kind>-<N>`, as in `bugfix-12`. */
const PORCH_ID = /^(?:[a-z]+-)?\d+(?=-|$)/;

/**
 * Markdown: `0068-feature.md` is `0068`, `feature`. Porch: the folder of `status.yaml` names the project.
 * The id is the name up to the first `-`, or whole (protocol section 5).
 */
export function namedByPath(path: string, format: StatusFileFormat): NamedByPath {
  const parts = path.split(/[/\\]/).filter((part) => part !== '');
  const file = parts.at(-1) ?? '';
  const stem = file.replace(/\.[^.]*$/, '') || file;
  const folder = parts.at(-2);
  const name = format === 'porch' && stem === 'status' && folder !== undefined ? folder : stem;
  const id = (format === 'porch' && PORCH_ID.exec(name)?.[0]) || name.split('-')[0] || name;
  const slug = name.startsWith(`${id}-`) ? name.slice(id.length + 1) : '';
  return { id, title: slug || name };
}

/** The text of the body's first `# heading`, code blocks left out. */
export function firstHeading(text: string, bodyStart: number): string | undefined {
  for (const line of markdownLines(text, bodyStart)) {
    const heading = atxHeading(line);
    if (heading?.level === 1 && heading.title !== '') return heading.title;
  }
  return undefined;
}
