import { isTerminal } from '../hq-client/terminal-phase';
import { byPhase, phaseInWords } from './phases';

describe('phases', () => {
  it('go in the order of the protocols, unknown ones after them, none last', () => {
    const phases = ['verify', undefined, 'polish', 'plan', 'Specify', 'implement', 'animate', 'review'];
    expect(phases.toSorted(byPhase)).toEqual([
      'Specify',
      'plan',
      'implement',
      'review',
      'verify',
      'animate',
      'polish',
      undefined,
    ]);
  });

  it('end with verified, in older files with complete', () => {
    expect(['verified', 'complete', 'Verified'].every(isTerminal)).toBe(true);
    expect(['verify', 'review', undefined].some(isTerminal)).toBe(false);
  });

  it('read as people write them', () => {
    expect([phaseInWords('code_review'), phaseInWords('plan'), phaseInWords('_')]).toEqual([
      'Code review',
      'Plan',
      '_',
    ]);
  });
});
