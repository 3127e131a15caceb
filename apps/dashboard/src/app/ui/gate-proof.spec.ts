import { aDecision, aFile, aGate, digestOf } from '../../../testing/factories';
import { decisionsAbout, onItsWay } from './gate-proof';

const applied = aDecision('applied');

describe('a decision that the file does not show yet', () => {
  it.each(['decided', 'sent', 'applied'] as const)('is one that is %s', (state) => {
    expect(onItsWay(aGate(), [aDecision(state)])?.state).toBe(state);
  });

  it('is none that was refused, or applied before the gate was asked for again', () => {
    expect(onItsWay(aGate(), [aDecision('refused')])).toBeNull();
    expect(onItsWay(aGate({ digest: digestOf('8') }), [applied])).toBeNull();
  });
});

describe('decisions about a file', () => {
  it('are those of its own machine, project and worktree (S12)', () => {
    const here = { ...aFile(), instance_id: 'i1' };
    const elsewhere = [
      { instance_id: 'i2' },
      { project_path: '/home/ada/site' },
      { worktree: '/home/ada/shop/.builders/68' },
    ].map((other) => aDecision('applied', other));
    expect(decisionsAbout(here, [applied, ...elsewhere])).toEqual([applied]);
  });
});
