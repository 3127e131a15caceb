import type { DecisionKind, DecisionState } from '@codev-hq/protocol';
import type { ActivityTone } from './activity-words';

/** Where a decision is in its life, for a chip. */
export function stateInShort(
  kind: DecisionKind,
  state: DecisionState,
): { words: string; tone: ActivityTone } {
  switch (state) {
    case 'decided':
      return { words: $localize`:@@decision.state.decided:recorded`, tone: 'wait' };
    case 'sent':
      return { words: $localize`:@@decision.state.sent:sent`, tone: 'wait' };
    case 'applied':
      return {
        words: $localize`:@@decision.state.applied:applied`,
        tone: kind === 'approve' ? 'go' : 'wait',
      };
    case 'refused':
      return { words: $localize`:@@decision.state.refused:refused`, tone: 'stop' };
    case 'superseded':
      return { words: $localize`:@@decision.state.superseded:superseded`, tone: 'plain' };
    case 'expired':
      return { words: $localize`:@@decision.state.expired:expired`, tone: 'stop' };
  }
}
