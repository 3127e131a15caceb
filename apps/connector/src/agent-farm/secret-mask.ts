import { plainText } from './plain-text.js';

export const MASK = '••••••';

// Bounded everywhere: these run over whatever a program prints.
const NAMES = 'passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?';
/** A name of a secret, and what is set behind it. */
const NAMED = new RegExp(
  `((?:${NAMES})[\\w.-]{0,40}["']?\\s{0,8}(?:=>|[:=])\\s{0,8}["']?)[^\\s"',;]{3,}`,
  'gi',
);
/** A name whose value is still to come, on the next line. */
const VALUE_FOLLOWS = new RegExp(`(?:${NAMES})[\\w.-]{0,40}["']?\\s{0,8}(?:=>|[:=])\\s{0,8}["']?$`, 'i');
const BEARER = /\b((?:bearer|basic)\s{1,8})[\w.~+/=-]{8,}/gi;
const IN_URL = /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{0,200}:)[^\s/@]{1,500}(?=@)/gi;
/** Values that say themselves what they are. */
const KINDS =
  'gh[opsur]_|github_pat_|glpat-|sk-|[srp]k_live_|[sr]k_test_|xox[abeoprs]-|xapp-|npm_|hf_|chq_|dop_v1_|shpat_|AIza|ya29\\.|AKIA|ASIA|eyJ[\\w-]{1,4000}\\.';
const KNOWN = new RegExp(`\\b(?:${KINDS})[\\w.-]{6,}`, 'g');
const BEGUN_AT_END = new RegExp(`\\b(?:${KINDS})[\\w.-]{0,5}$`);
/** A line of a key's body, also when the line that began the key is out of sight. */
const KEY_BODY = /^\s*[A-Za-z0-9+/]{60,76}={0,2}\s*$/;
const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const KEY_ENDS = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----/;
const MASKED_AT_END = new RegExp(`${MASK}["']?$`);
/** The rest of a secret at the start of a line: when it surely goes on there any word, else only what is no plain word. */
const REST = {
  surely: /^["']?[\w.~+/=-]+/,
  perhaps: /^(?=[\w.~+/=-]*(?:\d|[a-z][A-Z]))[\w.~+/=-]{4,}/,
};
/** A line that is longer is told in parts. */
const MOST_HELD = 64 * 1024;

/**
 * Masks what looks like a secret in text that comes in pieces. A line is told when it is whole; what is masked at its end
 * may go on in the next, since Tower breaks lines wherever a program paused.
 */
export class SecretMask {
  private held = '';
  private inKey = false;
  private goesOn: keyof typeof REST | undefined;

  /** The whole lines that can be told now. */
  add(piece: string): string {
    this.held += piece;
    const end = this.held.lastIndexOf('\n') + 1;
    if (end === 0 && this.held.length < MOST_HELD) return '';
    const cut = end === 0 ? this.held.length : end;
    const whole = this.held.slice(0, cut);
    this.held = this.held.slice(cut);
    return this.mask(whole);
  }

  /** The rest, when nothing comes any more. */
  end(): string {
    const rest = this.held;
    this.held = '';
    return this.mask(rest);
  }

  private mask(text: string): string {
    const lines = plainText(text).split('\n');
    return lines
      .map((line, i) => (i === lines.length - 1 && line === '' ? '' : this.maskLine(line)))
      .join('\n');
  }

  private maskLine(line: string): string {
    if (this.inKey || KEY_BEGINS.test(line)) {
      this.inKey = !KEY_ENDS.test(line);
      return MASK;
    }
    if (KEY_BODY.test(line)) return MASK;
    const head = this.goesOn ? (REST[this.goesOn].exec(line)?.[0] ?? '') : '';
    const masked = line
      .slice(head.length)
      .replace(IN_URL, `$1${MASK}`)
      .replace(BEARER, `$1${MASK}`)
      .replace(NAMED, `$1${MASK}`)
      .replace(KNOWN, MASK)
      .replace(BEGUN_AT_END, MASK);
    this.goesOn = howItGoesOn(line, masked);
    return head ? MASK + masked : masked;
  }
}

function howItGoesOn(line: string, masked: string): keyof typeof REST | undefined {
  if (BEGUN_AT_END.test(line) || VALUE_FOLLOWS.test(line)) return 'surely';
  return MASKED_AT_END.test(masked) ? 'perhaps' : undefined;
}

/** A whole text at once. */
export function withoutSecrets(text: string): string {
  const mask = new SecretMask();
  return mask.add(text) + mask.end();
}
