import { add, check, lastLine, NOTHING, suite, type SuiteCounts } from './tally.ts';

const counts = (overrides: Partial<SuiteCounts> = {}): SuiteCounts => ({
  passed: 5,
  failed: 0,
  skipped: 0,
  brokenFiles: 0,
  ...overrides,
});

describe('the tally of npm test', () => {
  test('a green suite counts its tests', () => {
    expect(suite(counts(), true)).toEqual({ passed: 5, failed: 0 });
  });

  test('a suite that left no counts has failed once', () => {
    expect(suite(undefined, true)).toEqual({ passed: 0, failed: 1 });
  });

  test('a suite without any test has failed once', () => {
    expect(suite(counts({ passed: 0 }), true)).toEqual({ passed: 0, failed: 1 });
  });

  test('a process that fails after green tests has failed once', () => {
    expect(suite(counts(), false)).toEqual({ passed: 5, failed: 1 });
  });

  test('skipped tests and files that do not load count as failures', () => {
    expect(suite(counts({ failed: 1, skipped: 2, brokenFiles: 3 }), false)).toEqual({ passed: 5, failed: 6 });
  });

  test('the last line adds up checks and suites', () => {
    const sum = [check(true), check(false), suite(counts(), true)].reduce(add, NOTHING);
    expect(lastLine(sum)).toBe('6 passed, 1 failed');
  });
});
