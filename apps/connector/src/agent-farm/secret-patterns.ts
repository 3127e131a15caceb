/** A part of a text that looks like a secret, by UTF-16 positions. */
export interface SecretRange {
  readonly start: number;
  readonly end: number;
  /** The text ends before it does: a quote is not closed, or there is hardly more than its first letters. */
  readonly open?: boolean;
}

// Every pattern here runs over whatever a program prints, so each is bounded: the time it takes grows with the text alone.

const NAMES = [
  'passw(?:or)?[dt]|kenn(?:wort|phrase)|passphrase|passcode|secret|token(?!i[sz])|credentials?|webhook[_-]?url|connection[_-]?string',
  '(?:api|access|private|signing|encryption|master|auth|account|license|ssh)[_-]?key',
  '(?<=_)(?:auth|pat|dsn|otp)(?![A-Za-z])',
].join('|');
/** `pass` alone is what tests do as well: `--- PASS: TestQueue`, `12 passed`. */
const PASS = [
  '(?<![A-Za-z])(?:pass|Pass|PASS(?=\\s{0,8}=))',
  '(?<=[_-])(?:PASS|PWD|pwd)',
  '(?<=[a-z])(?:Pass|Pwd)',
].join('|');
const SET = '\\\\{0,3}["\'`]?\\s{0,40}(?:=>|:=|[:=])\\s{0,40}';

/** A name of a secret and the sign behind it. Its value follows. */
const NAMED = new RegExp(`(?:${NAMES})[\\w.-]{0,40}${SET}`, 'gi');
const NAMED_PASS = new RegExp(`(?:${PASS})(?![A-Za-z])[\\w.-]{0,40}${SET}`, 'g');
const OPTION = new RegExp(
  `(?<![\\w-])--?[\\w-]{0,40}?(?:${NAMES}|pass|cookie)[\\w-]{0,40}\\s{1,40}(?!-)`,
  'gi',
);
/** As a Dockerfile has it without `=`: the rest of the line is the value. */
const ENV = new RegExp(
  `\\bENV\\s{1,8}\\w{0,60}?(?:${NAMES.toUpperCase()}|(?<=_)(?:PASS|PWD))\\w{0,40}\\s{1,8}(?!=)`,
  'g',
);
const HEADER =
  /(?<![\w-])(?:(?:set-)?cookie2?|(?:proxy-)?authorization|x-[\w-]{0,40}(?:auth|key|token|secret|signature)[\w-]{0,20})\\{0,3}["'`]?\s{0,8}[:=]\s{0,40}/gi;
/** `Authorization: token …`: how, before what. */
const SCHEME = /^[A-Za-z][\w-]{0,30}\s{1,8}(?=\S)/;
/** Words for a person, and how many there are of something. */
const NO_SECRET = /^(?:true|false|null|nil|undefined|none|yes|no|\[|\{|\[\]|\{\}|\\|[|>][+-]?)$/i;
const COUNT = /^[\d_.,]{1,12}[km]?%?$/i;

/** Letters without which the rest is not looked for, and what stands before the secret as the first group. */
const AROUND: readonly (readonly [string, RegExp])[] = [
  ['', /\b((?:bearer|basic)\s{1,8})(?=[^\s"']{0,200}[\d=+]|[^\s"']{20})[\w.~+/=-]{8,}/gi],
  ['login', /(\blogin\s{1,8}\S{1,100}\s{1,8}password\s{1,8})\S+/g],
  ['-u', /((?<![\w-])(?:-u|--user)[\s=]{1,8}["']?[^\s:"']{1,100}:)[^\s"']{1,500}/g],
  // Behind an option of these programs only: of others it is a folder, or a port.
  [
    ' -p',
    /(\b(?:mysql|mariadb)[\w-]{0,20}\s(?:[^|;&]{0,200}?\s)?-p)(?!\d{1,5}(?:[\s:/]|$))(?:"[^"]{0,200}"|'[^']{0,200}'|[^\s"',=-][^\s"']*)/g,
  ],
  ['sshpass', /(\bsshpass\s(?:[^|;&]{0,60}?\s)?-p\s{0,8})(?:"[^"]{0,200}"|'[^']{0,200}'|[^\s"']+)/g],
  // Of a session's name its key is told by letters and digits side by side: `builder-412` is none.
  [
    '=',
    /(?<![A-Za-z])((?:(?:[a-z]{1,12}[._-]?)?sess(?:ion)?(?:[._-]?(?:id[a-z]{0,8}|token|key|data))?|connect\.sid)=)(?=[^\s"';,&<>]{0,80}?(?<![A-Za-z0-9])(?=[A-Za-z]{0,40}\d)(?=\d{0,40}[A-Za-z])[A-Za-z0-9]{8})[^\s"';,&<>]+/gi,
  ],
  ['=', /(?<!\w)(sig(?:nature)?=)(?=[^\s"'<>&]{0,100}\d)[^\s"'<>&]{16,}/gi],
  // In addresses: a password, a name that is a token, what a link signs in with, and hooks, whose path is the key to them.
  ['://', /\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@[\]]{0,200}:)(?!\d{1,5}(?:[/?#]|$))[^\s"'<>]{1,500}(?=@)/gi],
  ['://', /\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/:@]{20,200}(?=@)/gi],
  [
    '/',
    /(\/(?:sign-?in|log-?in|invite|invitation|handover|magic-link|reset-password|verify)[\w/-]{0,60}[#?])[^\s"'<>]+/gi,
  ],
  [
    '=',
    /((?:[?&#;]|\\u0026|%26)(?:code|key|sig|signature|auth|jwt|x-amz-(?:signature|credential|security-token))=)[^\s&"'<>#]+/gi,
  ],
  ['.com/', /(\bhooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)[^\s"'<>]+/g],
  ['.com/', /(\bdiscord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/)[^\s"'<>]+/g],
  ['/', /(\.webhook\.office\.com\/|\bhooks\.zapier\.com\/hooks\/|\bapi\.telegram\.org\/bot)[^\s"'<>]+/g],
];

/** Values that say themselves what they are. */
const KINDS = [
  'gh[oprsu]_|github_pat_|gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat)-|chq_|whsec_|xox[a-z]-|xapp-|dckr_pat_',
  '[rs]k_live_|[rs]k_test_|pk_live_|AKIA|ASIA|AIza|ya29\\.|GOCSPX-|do[opr]_v1_|shp(?:at|ca|pa|ss)_|sq0[a-z]{3}-',
  'hvs\\.|tskey-|figd_|lin_api_|ntn_|sntrys_|glsa_|gsk_|xai-|nvapi-|pypi-AgE|rubygems_|AGE-SECRET-KEY-1|eyJ',
].join('|');
/** These begin other words too: packages, programs, variables that npm sets. */
const RARER = [
  'sk-(?=[\\w-]{0,80}(?:\\d|[a-z][A-Z]|[A-Z]{2}))|SG\\.(?=[\\w-]{16})',
  'npm_(?!config|package|lifecycle|execpath|node|command)|hf_(?!transfer|hub|xet)',
].join('|');
const KNOWN = new RegExp(`(?<![A-Za-z0-9])(?:${KINDS}|${RARER})[\\w.=+/-]{6,}`, 'g');
/** The rest may be on the next line. */
const BEGUN: readonly RegExp[] = [
  new RegExp(`(?<![A-Za-z0-9])(?:${KINDS}|sk-|SG\\.|npm_|hf_)[\\w.=+/-]{0,5}$`),
  /(:\/\/[^\s/:@[\]]{0,200}:)(?!\d{1,5}$)[^\s"'<>/@]{1,500}$/,
];
/** Behind these the value is still to come, on the next line. */
const FOLLOWS = [
  new RegExp(`(?:(?:${NAMES})[\\w.-]{0,40}${SET})(?:[|>][+-]?\\s{0,8})?$`, 'i'),
  new RegExp(`(?:(?:${PASS})(?![A-Za-z])[\\w.-]{0,40}${SET})(?:[|>][+-]?\\s{0,8})?$`),
  new RegExp(`(?<![\\w-])--[\\w-]{0,40}?(?:${NAMES}|pass|cookie)[\\w-]{0,40}\\s{0,8}\\\\?$`, 'i'),
];

/** The letters of one of these stand in whatever has something of a secret in it. */
const SIGNS = [
  'pass|pwd|kenn(?:wort|phrase)|secret|token|credential|webhook|connection[_-]?string|cookie|authorization|x-|\\bENV\\b',
  '(?:api|access|private|signing|encryption|master|auth|account|license|ssh)[_-]?key|_(?:auth|pat|dsn|otp)',
  'bearer|basic|login|log-in|(?<![\\w-])-u|--user|mysql|mariadb|sess|connect\\.sid|sig(?:nature)?=|://',
  '/(?:sign-?in|invite|invitation|handover|magic-link|reset-password|verify)',
  '(?:[?&#;]|u0026|%26)(?:code|key|sig|auth|jwt|x-amz)|hooks\\.|discord|telegram',
  `${KINDS}|sk-|SG\\.|npm_|hf_`,
].join('|');
const SIGN = new RegExp(SIGNS, 'i');
const EVERY_SIGN = new RegExp(SIGNS, 'gi');
/** Characters of the longest of them, and of what has to stand before it. */
export const LONGEST_SIGN = 24;

/** Whether a text may have something of a secret in it, as most have not. */
export function hasSign(text: string): boolean {
  return SIGN.test(text);
}

/** Where the last such sign in a text ends, if there is one. */
export function lastSign(text: string): number | undefined {
  let end: number | undefined;
  for (const { index, 0: sign } of text.matchAll(EVERY_SIGN)) end = index + sign.length;
  return end;
}

/** Everything in a line that looks like a secret, in no order; parts may overlap. */
export function secretRanges(line: string): SecretRange[] {
  return hasSign(line) ? rangesIn(line) : [];
}

/** The same, with every pattern whatever signs there are: for the test of {@link hasSign}. */
export function rangesIn(line: string): SecretRange[] {
  const named = /[:=]/.test(line) ? [NAMED, NAMED_PASS, HEADER] : [];
  const around = AROUND.filter(([near]) => line.includes(near)).map(([, pattern]) => pattern);
  return [
    ...named.flatMap((names) => valuesBehind(line, names)),
    ...(line.includes('-') ? valuesBehind(line, OPTION) : []),
    ...(line.includes('ENV') ? valuesBehind(line, ENV) : []),
    ...[...around, KNOWN].flatMap((pattern) => Array.from(line.matchAll(pattern), rangeOf)),
    ...BEGUN.flatMap((pattern) => begunRange(pattern.exec(line)) ?? []),
  ];
}

/** Whether a line names a secret whose value is on the next one. */
export function valueFollows(line: string): boolean {
  const end = line.slice(-120);
  return /[\w\s:=>|+\\"'`-]$/.test(end) && FOLLOWS.some((pattern) => pattern.test(end));
}

function rangeOf(match: RegExpExecArray): SecretRange {
  return { start: match.index + (match[1]?.length ?? 0), end: match.index + match[0].length };
}

function begunRange(match: RegExpExecArray | null): SecretRange | undefined {
  return match ? { ...rangeOf(match), open: true } : undefined;
}

function valuesBehind(line: string, names: RegExp): SecretRange[] {
  const found: SecretRange[] = [];
  names.lastIndex = 0;
  for (let match = names.exec(line); match; match = names.exec(line)) {
    const value = valueBehind(line, match, names);
    if (!value || value.end === value.start) continue;
    found.push(value);
    names.lastIndex = value.end;
  }
  return found;
}

function valueBehind(
  line: string,
  { 0: name, index }: RegExpExecArray,
  names: RegExp,
): SecretRange | undefined {
  const at = index + name.length;
  const [opener] = /^\\{0,3}["'`]/.exec(line.slice(at, at + 4)) ?? [];
  if (opener !== undefined) return afterScheme(line, quoted(line, at + opener.length, opener), name);
  if (names === ENV) return toEnd(line, at);
  if (names === HEADER) return afterScheme(line, inQuotesAround(line, index, at), name);
  // Words without quotes are set behind a colon in YAML, and at a prompt.
  if (/passw|passphrase|kenn/i.test(name) && /:\s+$/.test(name)) return ifSecret(line, toEnd(line, at), name);
  const [bare = ''] = /^\S+/.exec(line.slice(at, at + 4_000)) ?? [];
  return ifSecret(line, { start: at, end: at + bare.replace(/["'`),;}\]]{1,20}$/, '').length }, name);
}

function ifSecret(line: string, range: SecretRange, name: string): SecretRange | undefined {
  const value = line.slice(range.start, Math.min(range.end, range.start + 20));
  const isCount = COUNT.test(value) && /tokens["'`]?\s*[:=]|^pass\b/i.test(name);
  return NO_SECRET.test(value) || isCount ? undefined : range;
}

function afterScheme(line: string, range: SecretRange, name: string): SecretRange {
  if (!/authorization/i.test(name)) return range;
  const scheme = SCHEME.exec(line.slice(range.start, Math.min(range.end, range.start + 40)))?.[0] ?? '';
  return { ...range, start: range.start + scheme.length };
}

function quoted(line: string, start: number, quote: string): SecretRange {
  let end = line.indexOf(quote, start);
  while (end > 0 && quote.length === 1 && isEscaped(line, end)) end = line.indexOf(quote, end + 1);
  return end < 0 ? { start, end: line.length, open: true } : { start, end };
}

function isEscaped(line: string, at: number): boolean {
  let before = at;
  while (line[before - 1] === '\\') before -= 1;
  return (at - before) % 2 === 1;
}

/** A header in quotes, as curl takes it, ends with them; any other with its line. */
function inQuotesAround(line: string, name: number, start: number): SecretRange {
  const [quote] = /["'`]/.exec(line.charAt(name - 1)) ?? [];
  return quote === undefined ? toEnd(line, start) : quoted(line, start, quote);
}

function toEnd(line: string, start: number): SecretRange {
  return { start, end: Math.max(start, line.trimEnd().length) };
}
