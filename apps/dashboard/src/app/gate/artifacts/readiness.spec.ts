import { digestOf } from '../../../../testing/factories';
import { papersOf } from './papers';
import { readinessOf, wordsOfLack } from './readiness';
import type { PaperText } from './paper-text';

const papers = papersOf('plan-approval', [
  { kind: 'plan', path: 'codev/plans/1.md', digest: digestOf('a') },
  { kind: 'spec', path: 'codev/specs/1.md', digest: digestOf('b') },
]);
const readable = (letter: string, truncated = false): PaperText => ({
  kind: 'readable',
  text: 'words',
  digest: digestOf(letter),
  size: 5,
  truncated,
  checked: true,
  from: 'machine',
  listed: digestOf(letter),
});
const missing: PaperText = { kind: 'missing', offline: true, detail: 'offline' };
const judge = (texts: Record<string, PaperText>, opened: string[] = []) =>
  readinessOf(papers, ({ key }) => texts[key], new Set(opened));

describe('whether something can be approved', () => {
  it('is open until what is decided about is loaded', () => {
    expect(judge({}).kind).toBe('loading');
    expect(judge({ plan: { kind: 'loading' }, spec: readable('b') }).kind).toBe('loading');
  });

  it('binds exactly what was loaded to be read', () => {
    expect(judge({ plan: readable('a'), spec: readable('b') })).toEqual({
      kind: 'ready',
      lacking: [],
      bound: [{ path: 'codev/plans/1.md', digest: digestOf('a') }],
      titles: ['Plan'],
    });
    expect(judge({ plan: readable('a'), spec: readable('b') }, ['spec']).bound).toHaveLength(2);
  });

  it('lacks what the machine cannot give, and binds none of it', () => {
    const lacking = [{ path: 'codev/plans/1.md', why: 'missing' }];
    expect(judge({ plan: missing })).toEqual({ kind: 'lacking', lacking, bound: [], titles: [] });
  });

  it('lacks the rest of what is cut off', () => {
    expect(judge({ plan: readable('a', true) })).toMatchObject({
      kind: 'lacking',
      lacking: [{ why: 'truncated' }],
      bound: [{ digest: digestOf('a') }],
    });
  });

  it('needs nothing where there is nothing to read', () => {
    expect(readinessOf(papersOf('x', []), () => undefined, new Set())).toEqual({
      kind: 'ready',
      lacking: [],
      bound: [],
      titles: [],
    });
  });

  it('is put on record', () => {
    expect(wordsOfLack([{ path: 'p.md', why: 'missing' }], 'laptop')).toBe(
      'Decided without reading p.md: laptop could not give it.',
    );
    expect(wordsOfLack([{ path: 'p.md', why: 'truncated' }], 'laptop')).toBe(
      'Decided having seen the first part only of p.md.',
    );
  });
});
