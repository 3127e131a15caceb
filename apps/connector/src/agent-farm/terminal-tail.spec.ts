import * as fc from 'fast-check';
import { OutputBudget } from './output-budget.js';
import { newLines } from './terminal-tail.js';

describe('what is new in a terminal', () => {
  test.each([
    ['at first, all', [], ['a', 'b'], ['a', 'b'], false],
    ['nothing', ['a', 'b'], ['a', 'b'], [], false],
    ['behind what was there', ['a', 'b'], ['a', 'b', 'c'], ['c'], false],
    ['when the oldest lines are gone', ['a', 'b', 'c'], ['b', 'c', 'd'], ['d'], false],
    ['all, with a gap, when nothing is left', ['a', 'b'], ['x', 'y'], ['x', 'y'], true],
    ['after it was cleared', ['a', 'b'], ['b'], [], false],
    ['nothing, when all is gone', ['a'], [], [], true],
  ])('%s', (_, before, now, lines, gap) => expect(newLines(before, now)).toEqual({ lines, gap }));

  test('is told once, for lines that differ, however much is printed between two looks', () => {
    const kept = 10;
    fc.assert(
      fc.property(fc.array(fc.nat(kept - 1), { maxLength: 20 }), (prints) => {
        let all: string[] = [];
        let seen: readonly string[] = [];
        const told: string[] = [];
        for (const count of prints) {
          all = [...all, ...Array.from({ length: count }, (_, i) => `line ${all.length + i}`)];
          const now = all.slice(-kept);
          told.push(...newLines(seen, now).lines);
          seen = now;
        }
        expect(told).toEqual(all);
      }),
    );
  });
});

describe('how much may be sent', () => {
  test('is counted by the minute', () => {
    const budget = new OutputBudget(100);
    expect(budget.take(60, 0)).toBe(true);
    expect(budget.take(60, 59_999)).toBe(false);
    expect(budget.take(40, 59_999)).toBe(true);
    expect(budget.take(60, 60_000)).toBe(true);
  });
});
