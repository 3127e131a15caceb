import { DECISION_STATES } from '@codev-hq/protocol';
import { assertNoDeadEnds, DECISION_LIFE, isFinal, mayFollow } from './decision-life.js';

describe('the life of a decision', () => {
  it('has no dead ends and no state that cannot be reached', () => {
    expect(() => assertNoDeadEnds(DECISION_LIFE)).not.toThrow();
  });

  it('a table with a loop, or with a state cut off, stops the start', () => {
    expect(() => assertNoDeadEnds({ ...DECISION_LIFE, decided: ['sent'], sent: ['decided'] })).toThrow(
      /never/,
    );
    expect(() => assertNoDeadEnds({ ...DECISION_LIFE, sent: ['applied', 'expired'] })).toThrow(/"refused"/);
  });

  it('ends in four states, which nothing leaves', () => {
    const final = DECISION_STATES.filter(isFinal);
    expect(final).toEqual(['applied', 'refused', 'superseded', 'expired']);
    expect(mayFollow('applied', 'refused')).toBe(false);
    expect(mayFollow('decided', 'applied')).toBe(false);
  });
});
