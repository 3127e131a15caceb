/**
 * How well what was typed fits a text: higher is better, `null` not at all. Letters must come in order; those at the start
 * of a word and those next to each other count more, so `psub` finds “Pause a subscription”.
 */
export function scoreOf(typed: string, text: string): number | null {
  return scoreOfPlain(lettersOf(typed), plain(text));
}

function scoreOfPlain(wanted: string, given: string): number | null {
  if (wanted === '') return 0;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const next = bestPlace(given, letter, at);
    if (next === -1) return null;
    if (next === at + 1) score += 4;
    if (startsWord(given, next)) score += 3;
    score += next === 0 ? 2 : 0;
    at = next;
  }
  return score - given.length / 100;
}

/** Items that fit, the best first; as they were when nothing is typed. */
export function bestFits<T>(typed: string, items: readonly T[], textOf: (item: T) => string): readonly T[] {
  const wanted = lettersOf(typed);
  if (wanted === '') return items;
  const texts = plainTexts(items, textOf);
  return items
    .map((item, index) => ({ item, index, score: scoreOfPlain(wanted, texts[index] ?? '') }))
    .filter((one): one is { item: T; index: number; score: number } => one.score !== null)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ item }) => item);
}

/** Of a list that is searched letter by letter each text is made plain once. */
const made = new WeakMap<readonly unknown[], readonly string[]>();

function plainTexts<T>(items: readonly T[], textOf: (item: T) => string): readonly string[] {
  const known = made.get(items) ?? items.map((item) => plain(textOf(item)));
  made.set(items, known);
  return known;
}

function lettersOf(typed: string): string {
  return plain(typed).replace(/\s+/g, '');
}

/** Right behind the last letter, else at the start of a word, else anywhere after it. */
function bestPlace(text: string, letter: string, after: number): number {
  if (text[after + 1] === letter) return after + 1;
  let first = -1;
  for (let at = text.indexOf(letter, after + 1); at !== -1; at = text.indexOf(letter, at + 1)) {
    if (startsWord(text, at)) return at;
    if (first === -1) first = at;
  }
  return first;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1));
}

/** `Größe` is found by `grosse` and by `große`. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '');
}
