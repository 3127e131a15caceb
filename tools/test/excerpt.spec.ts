import { excerpt } from './excerpt.ts';

const LOG = `
> nx run a:test
FAIL a one.spec.ts
  ● adds up

    expected 2

PASS a two.spec.ts
Test Suites: 1 failed, 1 passed
> nx run b:test
FAIL b three.spec.ts
  ● takes away
    expected 1
Test Suites: 1 failed
`;

describe('the excerpt of a log', () => {
  test('is every failed test’s report, and nothing between', () => {
    expect(excerpt(LOG, 100)).toBe('  ● adds up\n\n    expected 2\n\n  ● takes away\n    expected 1');
  });

  test('says how much it leaves out', () => {
    expect(excerpt(LOG, 1)).toBe('  ● adds up\n… and 5 lines more');
  });

  test('is the end of a log without any', () => {
    expect(excerpt('one\ntwo\nthree\n', 2)).toBe('two\nthree');
  });
});
