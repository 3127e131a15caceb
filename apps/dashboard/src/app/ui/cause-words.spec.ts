import { causeWords } from './cause-words';

it.each([
  ['sent to the connector', 'sent to the machine’s connector'],
  ['commit 3f9a1c27d0b4', 'commit 3f9a1c27d0b4'],
  ['Ada Lovelace decided', 'Ada Lovelace decided'],
  ['Ada Lovelace decided through the key “ci”', 'Ada Lovelace decided through the key “ci”'],
  [
    'written, the commit waits: A merge is in progress.',
    'written, the commit waits: A merge is in progress.',
  ],
])('has words of its own for what HQ wrote: %s', (cause, words) => {
  expect(causeWords(cause)).toBe(words);
});

it('leaves what a machine said', () => {
  expect(causeWords('A hook refused the commit.')).toBeNull();
});
