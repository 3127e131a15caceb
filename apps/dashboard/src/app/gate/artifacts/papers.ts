import type { ArtifactRef } from '@codev-hq/protocol';

/** A text that is read for a gate. */
export interface Paper {
  /** Short and the same each time: names it in addresses, `plan`, `spec-2`. */
  readonly key: string;
  readonly ref: ArtifactRef;
}

export interface Papers {
  /** What is decided about: nobody approves it before it was there to be read. */
  readonly subject: readonly Paper[];
  /** What else there is to read. */
  readonly context: readonly Paper[];
  /** What models said of it, the newest round first. */
  readonly reviews: readonly Paper[];
  readonly pullRequests: readonly ArtifactRef[];
}

/** Which kinds a gate is about, by what its name begins with. Names are the protocols' own: one nobody knows is about all. */
const ABOUT: readonly (readonly [RegExp, readonly ArtifactRef['kind'][]])[] = [
  [/^(spec|scope)/, ['spec']],
  [/^plan/, ['plan']],
  [/^(dev|implement|build)/, ['diff']],
  [/^(pr|pull|review|verify|defend|evaluate)/, ['review', 'diff']],
];

export function papersOf(gate: string, refs: readonly ArtifactRef[]): Papers {
  const texts = keyed(refs.filter(({ kind }) => kind !== 'pull-request'));
  const reviews = texts.filter(({ ref }) => ref.kind === 'consultation');
  const others = texts.filter(({ ref }) => ref.kind !== 'consultation');
  const about = ABOUT.find(([name]) => name.test(whatGateIsAbout(gate)))?.[1] ?? [];
  const matching = others.filter(({ ref }) => about.includes(ref.kind));
  const subject = matching.length > 0 ? matching : others;
  return {
    subject,
    context: others.filter((paper) => !subject.includes(paper)),
    reviews: reviews.toSorted(newestRoundFirst),
    pullRequests: refs.filter(({ kind, url }) => kind === 'pull-request' && url !== undefined),
  };
}

export function allPapers({ subject, context, reviews }: Papers): readonly Paper[] {
  return [...subject, ...context, ...reviews];
}

/** `specify` of `specify_to_plan.human_approval`, `plan` of `plan-approval`. */
function whatGateIsAbout(gate: string): string {
  const segments = gate.split('.');
  return /^(.+?)_to_/.exec(segments.at(-2) ?? '')?.[1] ?? segments.at(-1) ?? gate;
}

function keyed(refs: readonly ArtifactRef[]): Paper[] {
  const taken = new Map<string, number>();
  return refs.map((ref) => {
    const name = ref.kind === 'consultation' ? `${ref.phase}-${ref.iteration}-${ref.model}` : ref.kind;
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    return { key: count === 1 ? name : `${name}-${count}`, ref };
  });
}

function newestRoundFirst(a: Paper, b: Paper): number {
  return (b.ref.iteration ?? 0) - (a.ref.iteration ?? 0) || a.key.localeCompare(b.key);
}
