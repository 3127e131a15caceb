import { Lexer, type MarkedExtension, type Token, type Tokens } from 'marked';
import { dayInWords, shortTime } from '../../ui/age-format';
import { escaped } from './escaped';
import { logEntries, type LogEntry } from './log-entries';

interface LogToken {
  readonly type: 'log';
  readonly raw: string;
  readonly entries: readonly LogEntry[];
  /** Whether any of the log's entries says when. */
  readonly timed: boolean;
}

/** Entries that are drawn at once. */
const AT_ONCE = 50;
/** Characters of an entry that are still looked at closely. */
const LONGEST = 20_000;
/** What a log is made of. Whatever has more in it is no log, and stays the Markdown it is. */
const PLAIN = ['list', 'paragraph', 'text', 'space'];

/** What stands below `## Log`, up to the next heading of its level, as entries. */
export function withLog(tokens: readonly Token[]): Token[] {
  const heading = tokens.findIndex(isLogHeading);
  if (heading < 0) return [...tokens];
  const from = heading + 1;
  const behind = tokens.slice(from).findIndex((token) => token.type === 'heading' && depthOf(token) <= 2);
  const to = behind < 0 ? tokens.length : from + behind;
  const section = tokens.slice(from, to);
  if (!section.every(({ type }) => PLAIN.includes(type))) return [...tokens];
  return [...tokens.slice(0, from), ...logTokens(section), ...tokens.slice(to)];
}

function logTokens(section: readonly Token[]): Token[] {
  const entries = logEntries(section.map(({ raw }) => raw).join(''));
  const timed = entries.some(({ when }) => when !== undefined);
  return Array.from({ length: Math.ceil(entries.length / AT_ONCE) }, (_, nth): LogToken => {
    const some = entries.slice(nth * AT_ONCE, (nth + 1) * AT_ONCE);
    return {
      type: 'log',
      raw: some.map(({ what, said }) => what + (said ?? '')).join(''),
      entries: some,
      timed,
    };
  });
}

function isLogHeading(token: Token): boolean {
  return (
    token.type === 'heading' && depthOf(token) === 2 && /^log$/i.test((token as Tokens.Heading).text.trim())
  );
}

function depthOf(token: Token): number {
  return (token as Tokens.Heading).depth;
}

/** How entries are drawn; what they say is Markdown, and made safe with everything else. */
export const logRenderer: MarkedExtension = {
  extensions: [
    {
      name: 'log',
      renderer(token) {
        const { entries, timed } = token as unknown as LogToken;
        const inline = (text: string) =>
          text.length > LONGEST
            ? escaped(text)
            : this.parser.parseInline(Lexer.lexInline(text, this.parser.options));
        const blocks = (text: string) => this.parser.parse(new Lexer(this.parser.options).lex(text));
        const items = entries.map(({ when, who, what, said, rest }) => {
          const parts = [
            timed ? `<span class="when">${when === undefined ? '' : escaped(whenInWords(when))}</span>` : '',
            `<div class="entry"><p>${who === undefined ? '' : `<strong>${escaped(who)}</strong> `}${inline(what)}</p>`,
            said === undefined ? '' : `<p class="said">${inline(said)}</p>`,
            rest === undefined ? '' : blocks(rest),
            '</div>',
          ];
          return `<li>${parts.join('')}</li>\n`;
        });
        return `<ol class="${timed ? 'log timed' : 'log'}">${items.join('')}</ol>\n`;
      },
    },
  ],
};

/** A day is a day in every zone, and of a time without one nobody knows where it was so late. */
function whenInWords(when: string): string {
  if (when.length === 10) return dayInWords(when);
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(when.slice(10)) ? shortTime(when) : when.replace('T', ' ');
}
