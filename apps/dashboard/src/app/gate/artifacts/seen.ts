import { allPapers, type Paper, type Papers } from './papers';
import type { PaperText } from './paper-text';
import type { Bound } from './readiness';

/** What of a page was really in front of the reader. */
export interface Drawn {
  /** The version by path. */
  readonly versions: ReadonlyMap<string, string>;
  /** Keys of reviews that were opened. */
  readonly opened: ReadonlySet<string>;
}

/** The papers that were drawn; `null` while there are some and none is. */
export function seenOf(
  papers: Papers,
  textOf: (paper: Paper) => PaperText | undefined,
  { versions, opened }: Drawn,
): Bound | null {
  const all = allPapers(papers);
  const seen = all.flatMap((paper) => {
    const text = textOf(paper);
    if (text?.kind !== 'readable') return [];
    const { path } = paper.ref;
    const isReview = papers.reviews.includes(paper);
    const isDrawn = isReview ? opened.has(paper.key) : versions.get(path) === text.digest;
    return isDrawn ? [{ path, digest: text.digest }] : [];
  });
  return seen.length > 0 || all.length === 0 ? seen : null;
}
