import { aDecision } from '../../../testing/factories';
import { commitOf, decisionWords } from './decision-words';

const said = (...args: Parameters<typeof decisionWords>) => {
  const { headline, detail } = decisionWords(...args);
  return `${headline}. ${detail}`;
};

describe('a decision in words', () => {
  it('says only that it is recorded while it is, also when the machine is offline (S5, S6)', () => {
    expect(said(aDecision('decided'), true)).toBe('Recorded at HQ. Being sent to laptop.');
    expect(said(aDecision('decided'), false)).toBe(
      'Recorded at HQ. laptop is offline. It will be delivered when laptop is back.',
    );
  });

  it('does not take sent for applied', () => {
    expect(said(aDecision('sent'), true)).toBe('Sent to laptop. Waiting for its answer.');
    expect(said(aDecision('sent'), false)).toContain('went offline before it answered');
  });

  it('names the commit when the machine reported one', () => {
    expect(said(aDecision('applied'), true)).toBe('Committed as 3f9a1c2. ');
    expect(commitOf(aDecision('applied'))).toBe('3f9a1c2');
  });

  it('tells whether the commit was pushed only when that is known', () => {
    const outcome = { outcome: 'applied' as const, status_file: 'f', digest: 'd', commit: 'abc1234' };
    const pushed = (value: boolean) =>
      said(aDecision('applied', { outcome: { ...outcome, pushed: value } }), true);
    expect(pushed(true)).toContain('Pushed to its remote.');
    expect(pushed(false)).toContain('Not pushed to a remote.');
  });

  it('claims no commit that was not reported', () => {
    const bare = { outcome: 'applied' as const, status_file: 'f', digest: 'd' };
    expect(said(aDecision('applied', { outcome: bare }), true)).toBe(
      'Applied on laptop. It reported no commit.',
    );
    expect(said(aDecision('applied', { outcome: { outcome: 'observed' } }), true)).toContain(
      'reports no commit',
    );
    expect(commitOf(aDecision('applied', { outcome: { outcome: 'observed' } }))).toBeNull();
  });

  it('gives the machine’s reason for a refusal, and what to do', () => {
    expect(said(aDecision('refused'), true)).toContain('laptop refused it. A hook refused the commit.');
    const stale = aDecision('refused', { refusal: { code: 'STALE', error: 'The gate moved.' } });
    expect(said(stale, true)).toContain('The gate moved. Read what is there now and decide again.');
    const error = 'The text of a.md changed after it was read. Look again, then decide.';
    const named = aDecision('refused', { refusal: { code: 'STALE', error, changed: [] } });
    expect(said(named, true)).toMatch(/Look again, then decide\.$/);
  });

  it('says what to do after expiry, and why it was superseded', () => {
    expect(said(aDecision('expired'), false)).toContain('Decide again if the gate still waits.');
    const superseded = aDecision('superseded', {
      steps: [{ state: 'superseded', at: '', cause: 'The gate was passed on the machine.' }],
    });
    expect(said(superseded, true)).toContain('The gate was passed on the machine.');
  });

  it('says in a list what was decided, and its state only where it is not simply done', () => {
    const changes = { kind: 'request_changes', outcome: undefined } as const;
    const short = (...args: Parameters<typeof aDecision>) => decisionWords(aDecision(...args), true).short;
    expect(short('applied')).toBe('Approved');
    expect(short('applied', changes)).toBe('Changes requested');
    expect(short('decided')).toBe('Approved · recorded');
    expect(short('sent', changes)).toBe('Changes requested · sent');
    expect(short('sent', { progress: { stage: 'written', at: '' } })).toBe('Approved · written');
    expect(short('refused', changes)).toBe('Changes requested · refused');
    expect(short('superseded')).toBe('Approved · superseded');
    expect(short('expired')).toBe('Approved · expired');
  });
});
