import DOMPurify from 'dompurify';
import { Lexer, Marked, type Token, type Tokens } from 'marked';
import { Breath } from './breath';
import { escaped } from './escaped';
import { logRenderer, withLog } from './log-section';

/**
 * Markdown written by agents, as nodes that are safe to show. Loaded only when there is something to render. Raw HTML
 * is shown as the text it is; images are named, not fetched, so that reading a gate tells nobody that it was read.
 */
export function renderMarkdown(source: string): DocumentFragment {
  const tokens = marked.lexer(withoutFrontMatter(source));
  nestHeadings(tokens, []);
  return sanitized(marked.parser(tokens));
}

/** Characters of source in one piece, and in one block of it that is still looked at closely. */
const PIECE = 12_000;
const LONGEST_BLOCK = 60_000;

/** The same for long texts, piece by piece, so that the page stays responsive: a piece ends between two blocks. */
export async function* renderPieces(
  source: string,
  arranged = (tokens: readonly Token[]): readonly Token[] => tokens,
): AsyncGenerator<DocumentFragment> {
  const breath = new Breath();
  const lexer = new Lexer(marked.defaults);
  lexer.blockTokens(withoutFrontMatter(source).replace(/\r\n|\r/g, '\n'), lexer.tokens);
  await breath.taken();
  for (const { src, tokens } of lexer.inlineQueue) {
    if (src.length > LONGEST_BLOCK) tokens.push({ type: 'text', raw: src, text: src });
    else lexer.inlineTokens(src, tokens);
    await breath.taken();
  }
  const open: number[] = [];
  for (const tokens of piecesOf(arranged(lexer.tokens))) {
    nestHeadings(tokens, open);
    yield sanitized(marked.parser(tokens));
    await breath.taken();
  }
}

/** A status file's text, handed over as a whole: one line of its log is one entry. */
export async function renderStatusText(source: string): Promise<DocumentFragment> {
  const whole = document.createDocumentFragment();
  for await (const piece of renderPieces(source, withLog)) whole.append(piece);
  return whole;
}

/** Front matter is data, and shown as such: as Markdown it would be a heading. */
function withoutFrontMatter(source: string): string {
  return source.replace(/^---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/, '```yaml\n$1\n```\n\n');
}

function* piecesOf(tokens: readonly Token[]): Generator<Token[]> {
  let piece: Token[] = [];
  let length = 0;
  for (const token of tokens) {
    const isFull = length + token.raw.length > PIECE || (length > PIECE / 3 && token.type === 'heading');
    if (isFull && piece.length > 0) {
      yield piece;
      [piece, length] = [[], 0];
    }
    piece.push(token);
    length += token.raw.length;
  }
  if (piece.length > 0) yield piece;
}

function sanitized(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ['href', 'target', 'rel', 'class', 'start', 'align', 'tabindex', 'role', 'aria-label'],
    ALLOW_DATA_ATTR: false,
    // The pattern for addresses would else be asked of these too, and take them out.
    ADD_URI_SAFE_ATTR: ['target', 'start', 'align', 'tabindex'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  });
}

/** Highlighted code: spans and nothing else. */
export function sanitizedCode(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, {
    RETURN_DOM_FRAGMENT: true,
    ALLOWED_TAGS: ['span'],
    ALLOWED_ATTR: ['class'],
  });
}

const TAGS = [
  ...['h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'em', 'strong'],
  ...['del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'div', 'span'],
];

/** The page has an h1 and an h2 of its own above the text. */
const LEVELS_ABOVE = 2;

/** Puts headings one level below the one they belong to, whatever levels their author skipped. `open`: of the text before. */
function nestHeadings(tokens: Token[], open: number[]): void {
  void marked.walkTokens(tokens, (token) => {
    if (token.type !== 'heading') return;
    const heading = token as Tokens.Heading;
    const written = heading.depth;
    while ((open.at(-1) ?? 0) >= written) open.pop();
    open.push(written);
    heading.depth = Math.min(6, LEVELS_ABOVE + open.length);
  });
}

const marked = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escaped(text),
    link({ href, tokens }: Tokens.Link) {
      const words = this.parser.parseInline(tokens);
      // A relative address leads nowhere from here: the file lives on another machine.
      if (!/^(?:https?|mailto):/i.test(href)) return `${words} <code>${escaped(href)}</code>`;
      return `<a href="${escaped(href)}" target="_blank" rel="noopener noreferrer">${words}</a>`;
    },
    image: ({ href, text }: Tokens.Image) =>
      `<span class="image">[${escaped($localize`:@@gate.text.image:image`)}: ${escaped(text || href)}]</span>`,
    listitem(item: Tokens.ListItem) {
      return `<li${item.task ? ' class="task"' : ''}>${this.parser.parse(item.tokens)}</li>\n`;
    },
    checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
    table(token: Tokens.Table) {
      const cell = (tag: string, tokens: Tokens.TableCell[]) =>
        `<tr>${tokens.map((one) => `<${tag}>${this.parser.parseInline(one.tokens)}</${tag}>`).join('')}</tr>`;
      const rows = token.rows.map((row) => cell('td', row)).join('');
      const table = `<table><thead>${cell('th', token.header)}</thead><tbody>${rows}</tbody></table>`;
      const name = escaped($localize`:@@gate.text.table:Table`);
      return `<div class="wide-table" tabindex="0" role="region" aria-label="${name}">${table}</div>`;
    },
  },
});

marked.use(logRenderer);

// A target in a new tab must not be able to reach back, whatever else wrote the link.
DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A' && node.hasAttribute('href')) node.setAttribute('rel', 'noopener noreferrer');
});
