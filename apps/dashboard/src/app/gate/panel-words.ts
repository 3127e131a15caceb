import type { Decision } from '@codev-hq/protocol';
import { commitOf, decisionWords } from '../ui/decision-words';
import type { Readiness } from './artifacts/readiness';
import { shortDigest } from './artifacts/text-digest';
import type { Standing } from './reading';

/** What the panel is about, in a line. */
export function panelHeading(
  standing: Standing,
  moved: 'changed' | 'answered' | 'sent-back' | null,
  online: boolean,
): string {
  const open = standing.kind === 'open' || standing.kind === 'may-not';
  if (open && moved === 'sent-back') return $localize`:@@gate.panel.sent-back:Waiting for a new version`;
  switch (standing.kind) {
    case 'open':
      if (moved === 'answered') return $localize`:@@gate.panel.answered:Read the new version first`;
      return moved
        ? $localize`:@@gate.panel.look-again:Look again before you decide`
        : $localize`:@@gate.panel.yours:Your decision`;
    case 'may-not':
      return $localize`:@@gate.panel.may-not:Waits for an approver`;
    case 'decided':
      return decidedAs(standing.decision) ?? decisionWords(standing.decision, online).headline;
    case 'passed':
      return $localize`:@@gate.panel.passed:The file says it is passed`;
    case 'not-waiting':
      return $localize`:@@gate.panel.nothing:Nothing to decide now`;
  }
}

/** What was decided, and where git has it; `null` while it has nothing of it. */
function decidedAs(decision: Decision): string | null {
  const commit = decision.state === 'applied' ? commitOf(decision) : null;
  if (!commit) return null;
  return decision.kind === 'approve'
    ? $localize`:@@gate.panel.approved-as:Approved · committed as ${commit}:commit:`
    : $localize`:@@gate.panel.changes-as:Changes requested · committed as ${commit}:commit:`;
}

/** The version that is approved, as short as a button has room for. */
export function versionOnButton({ bound }: Readiness): string {
  const [first] = bound;
  if (!first) return '';
  return bound.length === 1 ? shortDigest(first.digest) : `${shortDigest(first.digest)} +${bound.length - 1}`;
}

/** Every version that a decision is bound to. */
export function versionsInWords({ bound, titles }: Readiness): string {
  return bound.map(({ digest }, i) => `${titles[i] ?? ''} ${shortDigest(digest)}`).join(', ');
}

const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;

/** HQ writes times for programs: people read them in their own zone. */
export function withLocalTimes(text: string, inWords: (iso: string) => string): string {
  return text.replace(ISO_TIME, (iso) => inWords(iso));
}
