import DOMPurify from 'dompurify';
import { Marked, type Tokens, type TokensList } from 'marked';

/**
 * Markdown written by agents, as nodes that are safe to show. Loaded only when there is something to render. Raw HTML
 * is shown as the text it is; images are named, not fetched, so that reading a gate tells nobody that it was read.
 */
export function renderMarkdown(source: string): DocumentFragment {
  const tokens = marked.lexer(source);
  nestHeadings(tokens);
  const html = marked.parser(tokens);
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

const TAGS = [
  ...['h3', 'h4', 'h5', 'h6', 'p', 'br', 'hr', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'em', 'strong'],
  ...['del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'div', 'span'],
];

/** The page has an h1 and an h2 of its own above the text. */
const LEVELS_ABOVE = 2;

/** Puts headings one level below the one they belong to, whatever levels their author skipped. */
function nestHeadings(tokens: TokensList): void {
  const open: number[] = [];
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
    image: ({ href, text }: Tokens.Image) => `<span class="image">[image: ${escaped(text || href)}]</span>`,
    listitem(item: Tokens.ListItem) {
      return `<li${item.task ? ' class="task"' : ''}>${this.parser.parse(item.tokens)}</li>\n`;
    },
    checkbox: ({ checked }: Tokens.Checkbox) => (checked ? '☑ ' : '☐ '),
    table(token: Tokens.Table) {
      const cell = (tag: string, tokens: Tokens.TableCell[]) =>
        `<tr>${tokens.map((one) => `<${tag}>${this.parser.parseInline(one.tokens)}</${tag}>`).join('')}</tr>`;
      const rows = token.rows.map((row) => cell('td', row)).join('');
      const table = `<table><thead>${cell('th', token.header)}</thead><tbody>${rows}</tbody></table>`;
      return `<div class="table" tabindex="0" role="region" aria-label="Table">${table}</div>`;
    },
  },
});

// A target in a new tab must not be able to reach back, whatever else wrote the link.
DOMPurify.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A' && node.hasAttribute('href')) node.setAttribute('rel', 'noopener noreferrer');
});

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
