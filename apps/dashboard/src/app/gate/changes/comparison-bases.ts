import type { Decision } from '@codev-hq/protocol';
import type { Look } from '../../hq-client/read-here';

/** An earlier version to compare with. */
export interface Base {
  readonly kind: 'looked' | 'decided';
  readonly at: string;
  /** Who decided. */
  readonly by?: string;
  readonly digest?: string;
  /** Where git has it. */
  readonly commit?: string;
}

/** What was here when this device showed the paper before. None when it never did, or showed this very version. */
export function baseOfLook(look: Look | null, digest: string): Base | null {
  const before = look?.digest === digest ? look.before : look;
  return before ? { kind: 'looked', at: before.at, digest: before.digest } : null;
}

/** What was there at the last decision that reached the machine. None when it was decided on this very version. */
export function baseOfDecision(decisions: readonly Decision[], path: string, digest: string): Base | null {
  return baseOf(
    decisions,
    digest,
    ({ artifacts }) => artifacts?.find((artifact) => artifact.path === path)?.digest,
  );
}

/** The same of the status file's own text, whose digest leaves its log out. */
export function textBaseOfDecision(decisions: readonly Decision[], readingDigest: string): Base | null {
  return baseOf(decisions, readingDigest, ({ reading_digest }) => reading_digest);
}

function baseOf(
  decisions: readonly Decision[],
  digest: string,
  boundIn: (expected: Decision['expected']) => string | undefined,
): Base | null {
  const last = decisions.find(({ state }) => state === 'applied');
  if (!last) return null;
  const bound = boundIn(last.expected);
  const commit = last.outcome && 'commit' in last.outcome ? last.outcome.commit : undefined;
  const isWhole = commit !== undefined && /^[0-9a-f]{40}$/.test(commit);
  if (bound === digest || (bound === undefined && !isWhole)) return null;
  return {
    kind: 'decided',
    at: last.decided_at,
    by: last.approver.name,
    ...(bound !== undefined && { digest: bound }),
    ...(isWhole && { commit }),
  };
}
