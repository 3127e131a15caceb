import type { WaitingGate } from '@codev-hq/protocol';
import type { NoticeRow } from '../persistence/notification-tables.js';
import { summaryOf } from './messages.js';
import { gateWaits } from './news-words.js';
import { inOneLine } from './others-words.js';
import { written } from './webhook-format.js';

const HQ = 'https://hq.example.org';
const LINE = 'Deploy: Human approval waits';

const gate = (title: string, overrides: Partial<WaitingGate> = {}) =>
  ({
    gate_id: 'g1',
    gate: 'human_approval',
    digest: 'd',
    instance_id: 'machine-1',
    instance_name: 'laptop',
    project_path: '/code/shop',
    project_name: 'shop',
    project_id: '0068',
    title,
    ...overrides,
  }) as WaitingGate;

/** What is told of this gate, as a delivery has it. */
function payloadOf(waiting: WaitingGate) {
  const { said, url } = gateWaits(waiting);
  return { ...said.en, url, tag: 'g1', events: [] };
}

const hooks = { slack: `${HQ}/services/T/B/x`, ntfy: `${HQ}/gates`, json: `${HQ}/hook` };

/** Every text that a receiver of this format shows. */
function shown(format: keyof typeof hooks, payload: ReturnType<typeof payloadOf>): string[] {
  const delivered = { deliveryId: 'd', test: false, publicUrl: HQ, language: 'en' } as const;
  const { body } = written({ url: hooks[format], format }, payload, delivered);
  const told = JSON.parse(body.toString()) as Record<string, unknown>;
  if (format === 'ntfy') return [String(told['title']), String(told['message'])];
  if (format === 'json') return String(told['text']).split('\n');
  const blocks = told['blocks'] as { text: { text: string } }[];
  return [String(told['text']), ...blocks.map(({ text }) => text.text)].flatMap((text) => text.split('\n'));
}

const BREAKS = ['\n', '\r\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029', ' '.repeat(60), '\u3000\u3000'];

describe.each(['slack', 'ntfy', 'json'] as const)('a receiver of %s', (format) => {
  it.each(BREAKS.map((text) => [JSON.stringify(text), text]))(
    'sees no second line like HQ’s own behind %s in a title or a name',
    (_, gap) => {
      const honest = shown(format, payloadOf(gate('feature'))).length;
      for (const hostile of [
        gate(`feature${gap}${LINE}`),
        gate('feature', { project_name: `shop${gap}${LINE}` }),
        gate('feature', { instance_name: `laptop${gap}${LINE}`, project_id: `1${gap}${LINE}` }),
        gate('feature', { gate: `human${gap}approval` }),
      ]) {
        const lines = shown(format, payloadOf(hostile));
        expect(lines).toHaveLength(honest);
        for (const line of lines) expect(line).not.toMatch(/[\p{Zl}\p{Zp}\p{Cc}\u3000]| {2}/u);
      }
    },
  );

  it('is told what was stored by an HQ that let line breaks through in one line all the same', () => {
    const payload = { ...payloadOf(gate('feature')), title: `shop waits\n${LINE}`, body: `x\u2028${LINE}` };
    expect(shown(format, payload)).toHaveLength(shown(format, payloadOf(gate('feature'))).length);
  });
});

describe.each(['slack', 'ntfy'] as const)('a receiver of %s', (format) => {
  it.each([
    'https://evil.example/a',
    'http：//evil.example',
    'https:／／evil',
    'evil.example',
    'evil․example',
    'evil。example',
    'evil．example',
    'evil｡example',
    'evi\u0301.example',
    'mailto:ada@evil.example',
    'mailto：ada＠evil',
    '@here',
    '＠channel',
    '#ops',
  ])('finds neither a link nor a name to call in %s', (hostile) => {
    const own = new RegExp(`(\\*<)?${HQ}/gate/g1\\|?`, 'g');
    for (const place of [gate(hostile), gate('x', { project_name: hostile }), gate('x', { gate: hostile })]) {
      const others = shown(format, payloadOf(place)).map((line) => line.replaceAll(own, ''));
      for (const line of others)
        expect(line).not.toMatch(/[:：][/／]{2}|[.．。｡․](?=[^\s\u2060])|[@＠#](?!\u2060)/u);
      expect(others.join(' ').replaceAll('\u2060', '').toLowerCase()).toContain(
        hostile.toLowerCase().split(/[.．。｡․]/)[0],
      );
    }
  });
});

it('a summary names projects in one line', () => {
  const notice = { kind: 'gate_waiting', at: 0, title: '', body: '', translations: null } as NoticeRow;
  const paths = [`/code/shop\n${LINE}`, '/code/blog'];
  const { body } = summaryOf(
    paths.map((project_path) => ({ ...notice, project_path })),
    'en',
  );
  expect(body).toBe(`shop ${LINE}, blog`);
});

it('what would turn the letters round is left out, and what a language needs is not', () => {
  expect(inOneLine('shop\u202e devorppa')).toBe('shop devorppa');
  expect(inOneLine('\u2067a\u2069')).toBe('a');
  expect(inOneLine('مشروع\u200f 👩‍💻 e\u0301')).toBe('مشروع\u200f 👩‍💻 e\u0301');
});
