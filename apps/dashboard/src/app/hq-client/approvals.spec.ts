import { TestBed } from '@angular/core/testing';
import { aDecision, aDetail, aSession } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { approvalOf } from '../gate/approval-of';
import { Approvals } from './approvals';
import { LiveHq } from './live-hq';
import { Session } from './session';

describe('asking HQ to record an approval', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install();
  });

  const approve = () => {
    const request = approvalOf(aDetail(), [], { comment: '' });
    if (!request) throw new Error('The gate should wait.');
    return TestBed.inject(Approvals).approve(request);
  };

  it('learns the decision at once, without waiting for its event', async () => {
    const decision = aDecision('decided');
    hq.on('POST /api/approve', () =>
      json({ success: true, message: '', decision_id: 'd1', state: 'decided', decision }),
    );
    expect(await approve()).toEqual({ kind: 'decided', decision });
    expect(TestBed.inject(LiveHq).decisions()).toEqual([decision]);
  });

  it('tells who came first, and learns that decision', async () => {
    const decision = aDecision('sent', { approver: { id: 'p2', name: 'Grace Hopper' } });
    hq.on('POST /api/approve', () => problem(409, 'ALREADY_DECIDED', 'Grace was first.', { decision }));
    expect(await approve()).toEqual({ kind: 'conflict', error: 'Grace was first.', decision });
    expect(TestBed.inject(LiveHq).decisions()).toEqual([decision]);
  });

  it.each([
    ['STALE', 409],
    ['GATE_NOT_PENDING', 409],
  ] as const)('asks to look again on %s', async (code, status) => {
    hq.on('POST /api/approve', () => problem(status, code, 'It moved.'));
    expect(await approve()).toEqual({ kind: 'stale', error: 'It moved.' });
  });

  it('passes other refusals on', async () => {
    hq.on('POST /api/approve', () => problem(403, 'FORBIDDEN', 'You may not.'));
    expect(await approve()).toEqual({ kind: 'refused', error: 'You may not.' });
  });

  it.each([
    ['no answer', () => 'lost' as const],
    ['a proxy’s error page', () => ({ status: 504, body: '<html>' })],
    ['an error inside HQ', () => problem(500, 'INTERNAL', 'Something broke.')],
    ['an answer it cannot read', () => json({ success: true })],
  ])('does not claim to know after %s (S5)', async (_case, answer) => {
    hq.on('POST /api/approve', answer);
    expect(await approve()).toEqual({ kind: 'not-known' });
  });

  it('takes a browser that may only read for no sign-out, and passes HQ’s words on', async () => {
    const detail = 'This browser may only read: sign in with a new link to decide.';
    hq.on('POST /api/approve', () => problem(401, 'AUTH_FAILED', detail));
    hq.on('GET /api/session', () => json(aSession()));
    expect(await approve()).toEqual({ kind: 'refused', error: detail });
    expect(TestBed.inject(Session).state()).toBe('signed-in');
  });

  it('notices that the session has ended', async () => {
    hq.on('POST /api/approve', () => problem(401, 'AUTH_FAILED', 'Sign in.'));
    hq.on('GET /api/session', () => problem(401, 'AUTH_FAILED', 'Sign in.'));
    expect(await approve()).toEqual({ kind: 'signed-out' });
    expect(TestBed.inject(Session).state()).toBe('signed-out');
  });
});
