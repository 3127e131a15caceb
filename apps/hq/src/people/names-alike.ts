import { ENVIRONMENT_KEY_NAME } from './principal.js';

/** As HQ stands in its audit log, and in Activity in each language. */
const HQS_OWN = [
  ...['HQ', 'Codev HQ', 'command line', 'HQ’s command line', 'HQ (Befehlszeile)'],
  ...['first start', 'HQ’s first start', 'HQ (erster Start)', ENVIRONMENT_KEY_NAME],
];

/** Whether somebody of that name would look like HQ itself where it is told who did something. */
export function isHqsOwn(name: string): boolean {
  return HQS_OWN.some((own) => isAlike(name, own));
}

/** Names that look alike on a screen, or become the same name in a commit, are alike. */
export function isAlike(name: string, other: string | null): boolean {
  if (other === null) return false;
  return letters(plain(name)) === letters(plain(other)) || letters(seen(name)) === letters(seen(other));
}

/** Small Cyrillic and Greek letters, and Latin ones that they, or their capitals, are taken for. */
const LOOKS_LIKE = new Map(
  [
    ['авекмнорстухіјѕһԁԛԝӏ', 'abekmhopctyxijshdqwl'],
    ['αβεζηικμνορτυχ', 'abezhikmvoptyx'],
  ].flatMap(([others = '', latin = '']) =>
    Array.from(others, (letter, i) => [letter, latin.charAt(i)] as const),
  ),
);

/** Latin letters and digits that are taken for another letter, and small capitals. */
const LATIN_LOOKS_LIKE = new Map(
  Array.from(
    'I1|0ıɑɡᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ',
    (letter, i) => [letter, 'llloiagabcdefghijklmnoprstuvwyz'.charAt(i)] as const,
  ),
);

/** As it is compared: whatever its case, its marks and its blanks. */
export const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Default_Ignorable_Code_Point}\u2800\s]/gu, '')
    .toLowerCase()
    .replace(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, (letter) => LOOKS_LIKE.get(letter) ?? letter);

/** As {@link plain}, with those Latin letters as what they are taken for: capital I is l before it is a small i. */
const seen = (text: string) =>
  plain(text.normalize('NFKD').replace(/./gu, (letter) => LATIN_LOOKS_LIKE.get(letter) ?? letter));

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
