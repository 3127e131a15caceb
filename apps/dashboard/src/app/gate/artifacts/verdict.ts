export interface Verdict {
  readonly verdict: 'approve' | 'request-changes' | 'comment';
  readonly summary?: string;
  readonly confidence?: string;
}

const NAMES: Record<string, Verdict['verdict']> = {
  APPROVE: 'approve',
  APPROVED: 'approve',
  REQUEST_CHANGES: 'request-changes',
  REJECT: 'request-changes',
  COMMENT: 'comment',
};

/** What a model's review comes to, when it says so in the lines that it is asked for (`VERDICT: APPROVE`). The last one counts. */
export function verdictIn(text: string): Verdict | null {
  const verdict =
    NAMES[
      lastOf('VERDICT', text)
        ?.toUpperCase()
        .replace(/[\s-]+/g, '_') ?? ''
    ];
  if (!verdict) return null;
  const [summary, confidence] = [lastOf('SUMMARY', text), lastOf('CONFIDENCE', text)];
  return {
    verdict,
    ...(summary && { summary }),
    ...(confidence && { confidence: confidence.toLowerCase() }),
  };
}

/** The lines of a verdict as lines of their own: Markdown would make one paragraph or, above a rule, one heading of them. */
export function asReview(text: string): string {
  return text
    .replace(/^((?:VERDICT|SUMMARY|CONFIDENCE):.*)$/gim, '- $1')
    .replace(/^(- .*)\n(---)/gm, '$1\n\n$2');
}

function lastOf(name: string, text: string): string | undefined {
  const lines = text.matchAll(new RegExp(`^[>*#\\s]*${name}\\**:\\**[ \\t]*(.+)$`, 'gim'));
  return [...lines]
    .at(-1)?.[1]
    ?.replace(/[*[\]`]/g, '')
    .trim();
}
