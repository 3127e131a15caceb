import { wordsInShort } from './words-in-short';

it('leaves the words and takes the marks', () => {
  expect(wordsInShort('> You wrote\n\nUse `SEPA`, **now**.')).toBe('You wrote\n\nUse SEPA, now.');
});

it.each([
  ['*Please* not, _really_.', 'Please not, really.'],
  ['## Open points\n\n- the first key\n* [x] a word', 'Open points\n\n• the first key\n• a word'],
  [
    'See [the issue](https://example.org/1_(a) "why") and ![a picture](x.png).',
    'See the issue and a picture.',
  ],
  ['At <https://example.org/a_b_c>', 'At https://example.org/a_b_c'],
  ['Like this:\n```ts\nconst a = 1;\n```\nThanks', 'Like this:\nconst a = 1;\nThanks'],
  ['~~Never~~ ***later***', 'Never later'],
])('%j becomes %j', (markdown, words) => {
  expect(wordsInShort(markdown)).toBe(words);
});

it.each(['2 * 3 > 5', '2*3*4', 'snake_case_name', 'a - b', 'an [x] alone', '#12 and C#'])(
  'what only looks like a mark stays: %s',
  (words) => {
    expect(wordsInShort(words)).toBe(words);
  },
);
