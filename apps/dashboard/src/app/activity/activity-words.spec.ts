import type { ActivityEntry } from '@codev-hq/protocol';
import { anEntry } from '../../../testing/factories';
import { activityWords } from './activity-words';

const sentence = (entry: Partial<ActivityEntry>) => {
  const { what, detail } = activityWords(anEntry(entry));
  return [what, detail].filter(Boolean).join(' | ');
};
const gate = 'plan-approval';
const who = { id: 'p1', name: 'Ada Lovelace' };
const decided = { decision_id: 'd1', state: 'applied' as const };

describe('what happened, in words', () => {
  it.each<[Partial<ActivityEntry>, string]>([
    [
      { kind: 'decision', gate, who, decision: { ...decided, kind: 'approve' } },
      'Plan approval: approved by Ada Lovelace',
    ],
    [
      {
        kind: 'decision',
        gate,
        who,
        decision: {
          ...decided,
          kind: 'request_changes',
          comment: '**Shorter**, as in [the issue](https://example.org/7).',
        },
      },
      'Plan approval: changes requested by Ada Lovelace | Shorter, as in the issue.',
    ],
    [{ kind: 'gate-requested', gate }, 'Plan approval waits for a person'],
    [
      { kind: 'gate-opened', gate, waited_ms: 7_200_000 },
      'Plan approval opened outside HQ | It had waited 2h.',
    ],
    [{ kind: 'gate-opened', gate, who: { name: 'grace' } }, 'Plan approval opened outside HQ, by grace'],
    [{ kind: 'gate-vanished', gate }, 'Plan approval is gone without a decision'],
    [{ kind: 'gate-unserved', gate }, 'Plan approval is no longer served'],
    [{ kind: 'gate-served', gate }, 'Plan approval is served again'],
    [
      { kind: 'phase-changed', from: 'specify', to: 'implement', plan_phase: 'p1' },
      'Phase specify → implement · p1',
    ],
    [{ kind: 'phase-changed', to: 'specify' }, 'Phase specify'],
    [
      { kind: 'builder-changed', builder_id: 'b-1', from: 'implementing', to: 'pr-ready' },
      'b-1: implementing → pull request ready',
    ],
    [{ kind: 'builder-changed', builder_id: 'b-1', to: 'spawning' }, 'b-1: spawning'],
    [{ kind: 'builder-changed', builder_id: 'b-1', to: 'pr_merged' }, 'b-1: pr merged'],
    [{ kind: 'builder-removed', builder_id: 'b-1' }, 'b-1 is gone'],
    [{ kind: 'machine-online' }, 'laptop came online'],
    [{ kind: 'machine-offline' }, 'laptop went offline'],
    [{ kind: 'signed-in', who }, 'Ada Lovelace signed in'],
    [
      {
        kind: 'key-changed',
        event: 'key-revoked',
        who,
        details: { name: 'laptop', scopes: ['x'], person: 'ac2244ac-1cc5-4beb-beb1-f25332808ec8' },
      },
      'Key revoked by Ada Lovelace | name: laptop',
    ],
    [
      {
        kind: 'key-changed',
        event: 'key-created',
        who,
        details: { name: 'ci', scopes: 'read,approve', lent_to: 'Grace' },
      },
      'Key made by Ada Lovelace | name: ci · may: read, approve · lent to: Grace',
    ],
    [{ kind: 'key-changed', event: 'key-borrowed_once' }, 'Key borrowed once'],
  ])('%#', (entry, words) => {
    expect(sentence(entry)).toBe(words);
  });
});
