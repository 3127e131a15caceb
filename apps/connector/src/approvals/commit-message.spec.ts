import { approvalOrder, type DecisionOrder } from './decision-order.js';
import { commitMessage } from './commit-message.js';
import { authorOf } from './commit-people.js';

function order(overrides: Partial<DecisionOrder> = {}): DecisionOrder {
  const payload = {
    project_path: '/p',
    project_id: '1',
    gate: 'g',
    decision_id: 'd-1',
    approver: { id: 'ada', name: 'Ada' },
    approved_by: 'Ada',
    approved_at: '2026-01-16T06:15:12.348Z',
  };
  return { ...approvalOrder(payload, 'envelope'), ...overrides };
}

const edit = (gate: string, statusFile = 'codev/status/7-x.md') => ({ statusFile, gate });

describe('a commit message', () => {
  test('ends in trailers, with the proof when there is one', () => {
    expect(commitMessage(order({ proof: 'aaa.bbb.ccc' }), edit('a.b'))).toBe(
      [
        '[HQ] Gate approved: a.b by Ada',
        '',
        'HQ-Decision: d-1',
        'HQ-Approver: Ada <ada@people.codev-hq.invalid>',
        'HQ-Proof: aaa.bbb.ccc',
        '',
      ].join('\n'),
    );
  });

  test('holds nothing as a proof that could not be one', () => {
    expect(commitMessage(order({ proof: 'x\nHQ-Decision: y' }), edit('g'))).not.toContain('HQ-Proof');
  });

  test('quotes every line of the comment, whatever ends it', () => {
    const comment = 'a\rHQ-Decision: x\u2028HQ-Decision: y\n\n# z';
    expect(commitMessage(order({ comment }), edit('g'))).toContain(
      '> a\n> HQ-Decision: x\n> HQ-Decision: y\n>\n> # z\n\nHQ-Decision: d-1\n',
    );
  });

  test('has no line for an empty comment', () => {
    expect(commitMessage(order({ comment: ' \n ' }), edit('g'))).not.toContain('\n>');
  });

  test('keeps subject and trailers on one line each', () => {
    const evil = order({ decisionId: 'd\nx', approver: { id: 'i', name: 'A\nB', email: 'a@b\n<c>' } });
    const message = commitMessage(evil, edit('g\nh'));
    expect(message.split('\n')).toHaveLength(5);
    expect(message).toContain('HQ-Approver: A B <a@bc>');
  });

  test('has no half surrogate pair', () => {
    expect(commitMessage(order({ approver: { id: 'i', name: 'A\ud800B' } }), edit('g'))).toContain(
      'by A\ufffdB',
    );
  });
});

describe('the author of a commit', () => {
  test('without an e-mail address gets one that leads nowhere', () => {
    expect(authorOf(order({ approver: { id: 'a b/ü@x', name: 'Ada' } })).email).toBe(
      'a-b-x@people.codev-hq.invalid',
    );
    expect(authorOf(order({ approver: { id: '§', name: 'Ada' } })).email).toBe(
      'unknown@people.codev-hq.invalid',
    );
  });

  test('is named by the id when the name has nothing git takes', () => {
    expect(authorOf(order({ approver: { id: 'ada', name: '<.>' } })).name).toBe('ada');
    expect(authorOf(order({ approver: { id: '.', name: '<>' } })).name).toBe('Unknown approver');
  });
});
