import { stripVTControlCharacters } from 'node:util';

/** What programs print, for reading: line breaks and tabs stay, escape sequences and other control characters go. */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .toWellFormed();
}
