import type { Expectation } from '@codev-hq/protocol';
import { paperTitle } from './paper-words';
import { allPapers, type Paper, type Papers } from './papers';
import type { PaperText } from './paper-text';

export type Bound = NonNullable<Expectation['artifacts']>;

/** A paper that is decided about and is not here to be read in full. */
export interface Lack {
  readonly path: string;
  readonly why: 'missing' | 'truncated';
}

/** Whether what is decided about is there to be read, and which versions a decision is bound to then. */
export interface Readiness {
  readonly kind: 'loading' | 'lacking' | 'ready';
  readonly lacking: readonly Lack[];
  /** Exactly what was loaded to be read: what is decided about, and what else was opened. */
  readonly bound: Bound;
  /** The same in words: what each is called. */
  readonly titles: readonly string[];
}

export function readinessOf(
  papers: Papers,
  textOf: (paper: Paper) => PaperText | undefined,
  opened: ReadonlySet<string>,
): Readiness {
  const wanted = papers.subject.map((paper) => ({ paper, text: textOf(paper) }));
  const lacking = wanted.flatMap(({ paper, text }): Lack[] => {
    if (text?.kind === 'missing') return [{ path: paper.ref.path, why: 'missing' }];
    return text?.kind === 'readable' && text.truncated ? [{ path: paper.ref.path, why: 'truncated' }] : [];
  });
  const loading = wanted.some(({ text }) => text === undefined || text.kind === 'loading');
  const read = allPapers(papers).flatMap((paper) => {
    const text = textOf(paper);
    const isRead = papers.subject.includes(paper) || opened.has(paper.key);
    return isRead && text?.kind === 'readable' ? [{ paper, digest: text.digest }] : [];
  });
  const bound = read.map(({ paper, digest }) => ({ path: paper.ref.path, digest }));
  const titles = read.map(({ paper }) => paperTitle(paper));
  return { kind: loading ? 'loading' : lacking.length > 0 ? 'lacking' : 'ready', lacking, bound, titles };
}

/** What the record says of a decision about something that could not be read. */
export function wordsOfLack(lacking: readonly Lack[], machine: string): string {
  return lacking
    .map(({ path, why }) =>
      why === 'truncated'
        ? $localize`:@@gate.record.truncated:Decided having seen the first part only of ${path}:path:.`
        : $localize`:@@gate.record.unread:Decided without reading ${path}:path:: ${machine}:machine: could not give it.`,
    )
    .join('\n');
}
