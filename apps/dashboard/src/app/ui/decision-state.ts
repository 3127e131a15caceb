import type { DecisionKind, DecisionState } from '@codev-hq/protocol';

export type DecisionTone = 'wait' | 'go' | 'stop' | 'plain';

/** Where a decision is in its life, in a word. */
export function stateInShort(
  kind: DecisionKind,
  state: DecisionState,
): { words: string; tone: DecisionTone } {
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
