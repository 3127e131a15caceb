import { RowBudget } from './row-budget.js';

const BURST = 20_000;

describe('what one machine may add to the history', () => {
  let budget: RowBudget;
  beforeEach(() => {
    budget = new RowBudget();
  });

  it('is much at once, then nothing until a second has passed for each row', () => {
    budget.spend('m', BURST, 0);
    expect(budget.allows('m', 0)).toBe(false);
    expect(budget.allows('m', 999)).toBe(false);
    expect(budget.allows('m', 1000)).toBe(true);
    budget.spend('m', 1, 1000);
    expect(budget.allows('m', 1999)).toBe(false);
    expect(budget.allows('m', 2000)).toBe(true);
  });

  it('is its own: another machine adds as it likes', () => {
    budget.spend('m', BURST, 0);
    expect(budget.allows('other', 0)).toBe(true);
  });

  it('is not more after a quiet year than it was at first', () => {
    budget.spend('m', 1, 0);
    const later = 365 * 24 * 3_600_000;
    budget.spend('m', BURST, later);
    expect(budget.allows('m', later)).toBe(false);
  });

  it('does not shrink by a clock that was set back', () => {
    budget.spend('m', BURST, 1_000_000);
    expect(budget.allows('m', 0)).toBe(false);
    expect(budget.allows('m', 1_001_000)).toBe(true);
  });
});
