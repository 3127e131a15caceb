import * as fc from 'fast-check';
import { statusFileModel } from '@codev-hq/protocol';
import { parseStatusFile, setGate } from './index.js';
import { markdown } from '../testing/fixtures.js';

const problem = (text: string, path = 'codev/status/7-x.md') => parseStatusFile(text, path).problem;

describe('a broken status file yields a model with a problem and its line', () => {
  it.each([
    ['no front matter', '# Just words\n', 1, /no front matter/],
    ['front matter that is not on the first line', '\n---\nid: 1\n---\n', 1, /no front matter/],
    ['an open front matter', '---\nid: 1\n## Log\n', 1, /never closed/],
    ['a YAML error', markdown('id: 1\ngates:\n  a: { status: pending\nb: 2'), 5, /^YAML: /],
    ['a tab for indentation', markdown('gates:\n\ta: pending'), 3, /tab/],
    ['a root that is a list', markdown('- a\n- b'), 2, /not a map/],
    ['a root that is text', markdown('\nwords'), 3, /not a map/],
    ['a key that is there twice', markdown('id: 1\ngates: {}\nid: 2'), 4, /`id` is there twice/],
    ['a gate that is there twice', markdown('gates:\n  a: pending\n  a: passed'), 4, /`a` is there twice/],
    [
      'two gates of one full name',
      markdown('gates:\n  a.b: pending\n  a: { b: pending }'),
      4,
      /two gates named `a.b`/,
    ],
    ['gates that are a list', markdown('gates:\n  - a'), 2, /not a map/],
    ['a gate that is a list', markdown('gates:\n  a: [pending]'), 3, /`a` is a list/],
    ['a key that is no text', markdown('id: 1\n? [a]\n: b'), 3, /Use plain text/],
    ['YAML that is too long', markdown(`a: |\n${'  x\n'.repeat(17_000)}`), 2, /longer than 64 KiB/],
    [
      'YAML of too many lines',
      markdown(`a:\n${'- x\n'.repeat(5_000)}`),
      2,
      /more than 5000 lines and entries/,
    ],
    [
      'YAML of too many entries in a line',
      markdown(`a: [${'x,'.repeat(5_000)}]`),
      2,
      /more than 5000 lines and entries/,
    ],
    ['an alias of nothing', markdown('id: 1\nx: *y'), 3, /\*y names no anchor/],
    ['a merge of text', markdown('x:\n  <<: text'), 3, /merge a map/],
  ])('%s', (_name, text, line, message) => {
    expect(problem(text)).toEqual({ message: expect.stringMatching(message), line });
  });

  it.each([
    ['a second document', 'id: 1\n---\nid: 2\n', 1, /several YAML documents/],
    ['a null byte', 'id: 1\nx: \0', 2, /null byte/],
    ['a root that is a list', '# porch\n- a\n', 2, /This file is not a map/],
  ])('%s, in a porch file', (_name, text, line, message) => {
    expect(problem(text, 'status.yaml')).toEqual({ message: expect.stringMatching(message), line });
  });

  it('counts lines of CRLF files', () => {
    expect(problem(markdown('id: 1\nid: 2').replaceAll('\n', '\r\n'))?.line).toBe(3);
  });

  it('keeps what can be read, but lets nothing wait', () => {
    const text = markdown('id: 9\ntitle: T\nid: 10\ngates: { human_approval: pending, b: [] }');
    expect(parseStatusFile(text, 'x.md')).toMatchObject({
      id: '9',
      title: 'T',
      gates: [{ name: 'human_approval', status: 'pending', waiting: false }],
      problem: { line: 4 },
    });
    expect(parseStatusFile('---\nid: "9\n---\n# Words\n', '7-x.md')).toMatchObject({
      id: '7',
      title: 'Words',
    });
  });
});

describe('hostile files', () => {
  const size = 200 * 1024;
  const letters = Array.from('abcdefghijkl');
  const bomb = letters.map(
    (letter, at) => `${letter}: &${letter} [${`*${letters[at - 1] ?? 'z'}, `.repeat(9)}]`,
  );
  const cases: [string, string][] = [
    ['deep flow lists', '['.repeat(size)],
    ['deep flow maps', '{a: '.repeat(size / 4)],
    ['deep block lists', '- '.repeat(size / 2)],
    ['deep keys', '? '.repeat(size / 2)],
    ['an alias bomb', ['z: &z x', ...bomb, 'gates: *l'].join('\n')],
    ['a map that contains itself', 'gates: &g { a: *g }'],
    ['a map that merges itself', '&g { <<: *g, gates: *g }'],
    [
      'merges of many keys',
      `a: &a {${Array.from({ length: 900 }, (_, at) => `k${at}: 1`).join()}}\n${Array.from({ length: 900 }, (_, at) => `m${at}: { <<: *a }`).join('\n')}`,
    ],
    ['many documents', '---\n'.repeat(size / 4)],
    ['many blank lines', '\n'.repeat(size)],
    ['one long comment', `#${' #'.repeat(size / 2)}`],
    ['more YAML than is read', 'a: b\n'.repeat(100_000)],
  ];

  it.each(cases)('%s are read in good time and without an exception', (_name, yaml) => {
    for (const [text, path] of [
      [yaml, 'status.yaml'],
      [`---\n${yaml}\n---\n`, 'x.md'],
    ] as const) {
      const started = performance.now();
      expect(statusFileModel.safeParse(parseStatusFile(text, path)).success).toBe(true);
      setGate(text, path, 'a', { fields: { status: 'passed' } });
      expect(performance.now() - started).toBeLessThan(1500);
    }
  });

  it('__proto__ and constructor are keys like any other', () => {
    const text = markdown(
      '__proto__: { waiting: yes }\ngates: { __proto__: { status: pending }, constructor: pending }',
    );
    expect(parseStatusFile(text, 'x.md').gates.map(({ name, status }) => [name, status])).toEqual([
      ['__proto__', 'pending'],
      ['constructor', 'pending'],
    ]);
    expect(setGate(text, 'x.md', '__proto__', { fields: { status: 'passed' } })).toMatchObject({
      ok: true,
      text: text.replace('__proto__: { status: pending', '__proto__: { status: passed'),
    });
  });

  it('any text at all gives a model and never an exception', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 200 }),
          fc.string({ unit: fc.constantFrom(...Array.from('-:{}[],&*!|>#?\'"%@` \n\r\tab0\uFEFF')) }),
        ),
        fc.constantFrom('a.md', 'status.yaml', ''),
        fc.boolean(),
        (junk, path, fenced) => {
          const model = parseStatusFile(fenced ? `---\n${junk}\n---\n` : junk, path);
          expect(statusFileModel.safeParse(model).success).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});
