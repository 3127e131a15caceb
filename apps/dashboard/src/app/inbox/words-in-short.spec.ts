import { wordsInShort } from './words-in-short';

it('leaves the words and takes the marks', () => {
  expect(wordsInShort('> You wrote\n\nUse `SEPA`, **now**.')).toBe('You wrote\n\nUse SEPA, now.');
  expect(wordsInShort('2 * 3 > 5')).toBe('2 * 3 > 5');
});
