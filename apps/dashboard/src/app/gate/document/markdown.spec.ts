import { renderMarkdown } from './markdown';

function rendered(source: string): HTMLElement {
  const place = document.createElement('div');
  place.append(renderMarkdown(source));
  return place;
}

describe('Markdown written by an agent', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'text <svg onload=alert(1)> text',
    '<style>body { display: none }</style>',
    '<iframe src="https://example.org"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '```\n<script>alert(1)</script>\n```',
  ])('shows raw HTML as the text it is: %s', (source) => {
    const place = rendered(source);
    expect(place.querySelector('script, img, svg, style, iframe, a')).toBeNull();
    expect(place.textContent).toContain(/<[^>]+>/.exec(source)?.[0]);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<script>',
    ' JaVaScRiPt:alert(1)',
    '../specs/0068.md',
    '//example.org',
  ])('makes no link of %s', (address) => {
    expect(rendered(`[words](<${address}>)`).querySelector('a')).toBeNull();
  });

  it('marks a task by its box alone', () => {
    const item = renderMarkdown('- [x] Done\n- [ ] Open\n').querySelectorAll('li.task');
    expect([...item].map((one) => one.textContent.trim())).toEqual(['☑ Done', '☐ Open']);
  });

  it('opens links in a new tab that cannot reach back', () => {
    const link = rendered('[wiki](https://example.org/a?b=1&c=2)').querySelector('a');
    expect(link?.getAttribute('href')).toBe('https://example.org/a?b=1&c=2');
    expect(link?.target).toBe('_blank');
    expect(link?.rel).toBe('noopener noreferrer');
  });

  it('keeps the number a list starts with', () => {
    expect(rendered('7. seven\n8. eight').querySelector('ol')?.getAttribute('start')).toBe('7');
  });

  it('names images and fetches none', () => {
    const place = rendered('![A diagram](https://example.org/track.png)');
    expect(place.querySelector('img')).toBeNull();
    expect(place.textContent.trim()).toBe('[image: A diagram]');
  });

  it('puts headings below the page’s own, without gaps', () => {
    const place = rendered('# One\n\n#### Deep\n\n## Two\n\n# Again');
    const levels = [...place.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) => heading.tagName);
    expect(levels).toEqual(['H3', 'H4', 'H4', 'H3']);
  });

  it('renders lists, task lists, tables and code', () => {
    const place = rendered('- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | `x` |');
    expect([...place.querySelectorAll('li')].map((item) => item.textContent.trim())).toEqual([
      '☑ done',
      '☐ open',
    ]);
    expect(place.querySelector('[role=region][tabindex="0"] table code')?.textContent).toBe('x');
    expect(place.querySelector('input')).toBeNull();
  });
});
