import { MAX_COMMENT_CHARS } from '@codev-hq/protocol';
import { aDecision, aDetail, digestOf } from '../../../testing/factories';
import { approvalOf } from './approval-of';
import { panelHeading, versionOnButton, versionsInWords, withLocalTimes } from './panel-words';

const ready = (...letters: string[]) => ({
  kind: 'ready' as const,
  lacking: [],
  titles: letters.map((letter) => `Plan ${letter}`),
  bound: letters.map((letter) => ({ path: `codev/plans/${letter}.md`, digest: digestOf(letter) })),
});

describe('the version that is approved', () => {
  it('is short on the button, and whole beside it', () => {
    expect(versionOnButton(ready())).toBe('');
    expect(versionOnButton(ready('a'))).toBe('aaaaaaaa');
    expect(versionOnButton(ready('a', 'b'))).toBe('aaaaaaaa +1');
    expect(versionsInWords(ready('a', 'b'))).toBe('Plan a aaaaaaaa, Plan b bbbbbbbb');
  });

  it('goes with the approval, and the record with the comment', () => {
    const { bound } = ready('a');
    expect(approvalOf(aDetail(), bound, { comment: ' Fine. ', record: 'Unread.' })).toMatchObject({
      expected: { artifacts: bound },
      comment: 'Fine.\n\nUnread.',
    });
    expect(approvalOf(aDetail(), [], { comment: ' ' })).not.toHaveProperty('comment');
    const long = approvalOf(aDetail(), [], { comment: 'x'.repeat(MAX_COMMENT_CHARS), record: 'Unread.' });
    expect(long?.comment).toHaveLength(MAX_COMMENT_CHARS);
    expect(long?.comment?.endsWith('Unread.')).toBe(true);
  });
});

describe('the heading', () => {
  it.each(['open', 'may-not'] as const)(
    'says as the inbox does that it waits for a new version: %s',
    (kind) => {
      const heading = (moved: 'changed' | 'sent-back') => panelHeading({ kind, earlier: null }, moved, true);
      expect(heading('sent-back')).toBe('Waiting for a new version');
      expect(heading('changed')).not.toBe('Waiting for a new version');
    },
  );
});

describe('the heading of a decision', () => {
  const heading = (...of: Parameters<typeof aDecision>) =>
    panelHeading({ kind: 'decided', decision: aDecision(...of) }, null, true);

  it('says what was decided and which commit it became', () => {
    expect(heading('applied')).toBe('Approved · committed as 3f9a1c2');
    expect(heading('applied', { kind: 'request_changes' })).toBe('Changes requested · committed as 3f9a1c2');
  });

  it('claims neither before the machine has said so', () => {
    expect(heading('decided')).toBe('Recorded at HQ');
    expect(heading('sent')).toBe('Sent to laptop');
    const uncommitted = { outcome: 'applied', status_file: 'f', digest: 'd' } as const;
    expect(heading('applied', { outcome: uncommitted })).toBe('Applied on laptop');
    expect(heading('applied', { kind: 'request_changes', outcome: uncommitted })).toBe('Changes requested');
  });
});

describe('HQ’s times', () => {
  it('are told in the reader’s words', () => {
    const said = 'Ada approved this gate at 2026-11-22T10:00:00.000Z. The first decision stands.';
    expect(withLocalTimes(said, () => 'noon')).toBe(
      'Ada approved this gate at noon. The first decision stands.',
    );
  });
});
