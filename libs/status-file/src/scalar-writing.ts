/** How a value is written. Block scalars are never written. */
export type Quote = 'plain' | 'single' | 'double';

/** Words that no YAML version reads as anything but text. */
const SAFE_WORD = /^[A-Za-z][A-Za-z0-9_-]*$/;
const NOT_TEXT = /^(?:true|false|yes|no|on|off|y|n|null|nan|inf)$/i;

/** Printable in any YAML quotes, in any reader: no controls, line breaks, byte order marks or half characters. */
const PRINTABLE =
  /^[\u0020-\u007E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

// JSON's escapes are YAML's too; these are what JSON leaves as it is and some YAML reader refuses or breaks at.
const ESCAPE_ALSO = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g;

/**
 * Writes any text as one YAML scalar on one line, fit for block and flow context alike. `wanted` is kept where the text
 * allows it; otherwise the text is quoted, so that it can never be read as anything else.
 */
export function writeScalar(value: string, wanted: Quote): string {
  if (wanted === 'plain' && SAFE_WORD.test(value) && !NOT_TEXT.test(value)) return value;
  if (wanted !== 'double' && PRINTABLE.test(value) && !value.includes("'")) return `'${value}'`;
  if (wanted === 'single' && PRINTABLE.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value).replace(ESCAPE_ALSO, escapeUnit);
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
