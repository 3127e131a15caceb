import { inNaturalOrder } from '../hq-client/natural-order';

/** The order of phases over all protocols, as far as there is one. Names are never whitelisted: others come after. */
const ORDER = [
  'scope',
  'investigate',
  'research',
  'specify',
  'plan',
  'implement',
  'fix',
  'build',
  'defend',
  'evaluate',
  'pr',
  'review',
  'verify',
];

/** For sorting: earlier phases first, then those nobody knows by their names, and what has no phase last. */
export function byPhase(a: string | undefined, b: string | undefined): number {
  const rank = (phase: string | undefined) => {
    if (phase === undefined) return ORDER.length + 1;
    const known = ORDER.indexOf(phase.toLowerCase());
    return known === -1 ? ORDER.length : known;
  };
  return rank(a) - rank(b) || inNaturalOrder(a ?? '', b ?? '');
}

/** `code_review` as people write it: `Code review`. */
export function phaseInWords(phase: string): string {
  if (phase.toLowerCase() === 'pr') return $localize`:@@phase.pull-request:Pull request`;
  const words = phase.replace(/[-_]+/g, ' ').trim() || phase;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
