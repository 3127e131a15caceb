import { spread } from './percentile.ts';

test('p50 and p99 are times that were measured', () => {
  const times = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect(spread(times)).toEqual({ p50: 100, p99: 198 });
});

test('one time is both', () => {
  expect(spread([7])).toEqual({ p50: 7, p99: 7 });
});

test('nothing measured is an error, not a zero', () => {
  expect(() => spread([])).toThrow('Nothing was measured.');
});
