import type { ProblemDetails } from '@codev-hq/protocol/rest';
import { reader, type Language } from '../../locale/language';

export type Refused = Pick<ProblemDetails, 'code' | 'detail'>;

let translated: ((refused: Refused) => string) | undefined;

/** Comes with the texts of another language than English, whose readers alone need it. */
export function sayRefusals(words: (refused: Refused) => string): void {
  translated = words;
}

/** Why HQ or a machine refused. Its own sentence is English: readers of English have that alone. */
export function refusedWords(refused: Refused, language: Language = reader.language): string {
  return language === 'en' || !translated ? refused.detail : translated(refused);
}
