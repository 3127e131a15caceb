import { shortTime } from '../../ui/age-format';
import { renderStatusText } from './markdown';

async function rendered(source: string): Promise<HTMLElement> {
  const place = document.createElement('div');
  place.append(await renderStatusText(source));
  return place;
}
const texts = (place: HTMLElement, what: string) =>
  [...place.querySelectorAll(what)].map(({ textContent }) => textContent.trim());

describe('the log in a status file’s text', () => {
  it('is a list with one entry for each line: when, who, what, and what was said with it', async () => {
    const place = await rendered(
      [
        '# Pause\n\nWords.\n\n## Log\n\n- Started',
        '- 2026-11-22T10:05Z Agent: **first** draft',
        '2026-11-24 14:00 Agent: in whatever zone',
        '- 2026-11-25 Changes requested at gate pr by Ada Lovelace through Codev HQ: Say *what*.',
      ].join('\n'),
    );
    expect(texts(place, '.log > li p:first-child')).toEqual([
      'Started',
      'Agent first draft',
      'Agent in whatever zone',
      'Ada Lovelace Changes requested at gate pr through Codev HQ',
    ]);
    expect(texts(place, '.when')).toEqual([
      '',
      shortTime('2026-11-22T10:05Z'),
      '2026-11-24 14:00',
      new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(new Date(2026, 10, 25)),
    ]);
    expect(texts(place, '.said em')).toEqual(['what']);
    expect(texts(place, '.log strong')).toEqual(['Agent', 'first', 'Agent', 'Ada Lovelace']);
  });

  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[x](javascript:alert(1))'])(
    'is as safe as the rest of it: %s',
    async (hostile) => {
      const name = hostile.replaceAll(/[()]/g, '');
      const place = await rendered(
        [
          `## Log\n- ${hostile}\n- Agent: ${hostile}\n\n  ${hostile}`,
          `- 2026-11-25 Gate pr approved by ${name} through Codev HQ: ${hostile}`,
        ].join('\n'),
      );
      expect(place.querySelectorAll('.log > li')).toHaveLength(3);
      expect(place.querySelector('script, img, a, [onerror]')).toBeNull();
    },
  );

  it('ends where the next part begins, and stays Markdown when it is more than lines', async () => {
    const place = await rendered('## Log\n- one\n\n## Later\n- not of it\n');
    expect(texts(place, '.log > li')).toEqual(['one']);
    expect(texts(place, 'ul > li')).toEqual(['not of it']);
    const other = await rendered('## Log\n\n| a | b |\n| - | - |\n| 1 | 2 |\n');
    expect(other.querySelector('.log')).toBeNull();
    expect(other.querySelector('table')).not.toBeNull();
  });

  it('is not what only looks like one', async () => {
    const place = await rendered('```\n## Log\n- in a listing\n```\n\n### Log\n- deeper\n');
    expect(place.querySelector('.log')).toBeNull();
  });

  it('may be long', async () => {
    const lines = Array.from({ length: 120 }, (_, i) => `- 2026-11-25 Agent: line ${i}`);
    const place = await rendered(`## Log\n${lines.join('\n')}\n`);
    expect(texts(place, '.log > li .entry')).toEqual(lines.map((_, i) => `Agent line ${i}`));
  });
});
