import * as fc from 'fast-check';
import { MAX_STATUS_FILE_BYTES, statusFileModel } from '@codev-hq/protocol';
import { parseStatusFile, setGate } from './index.js';
import { writtenStatusFile } from '../testing/written-status-file.js';

/** `npm run test:chaos` asks for more. */
const FACTOR = Number(process.env['FUZZ_FACTOR'] ?? 1);

const noise = fc.string({ unit: 'binary', maxLength: 300 });
const mangled = fc.tuple(writtenStatusFile, noise, fc.nat(), fc.nat()).map(([file, put, one, other]) => {
  const text = file.beforeGate + file.gate + file.afterGate + file.afterLog;
  const [from, to] = [one % text.length, other % text.length].sort((a, b) => a - b);
  return text.slice(0, from) + put.slice(0, 12) + text.slice(to);
});
const token = fc.constantFrom(
  ...['---\n', '## Log\n', '```\n', 'gates:\n', '  a: ', 'human_approval: ', '{', '}', '[', ']', '&a ', '*a'],
  ...['? ', ': ', '- ', '|\n', '>-\n', '!!str ', '\r', '\n', '\t', '\ufeff', '\0', '"', "'", '#', '<<: *a\n'],
);
const soup = fc.array(token, { maxLength: 60 }).map((tokens) => `---\n${tokens.join('')}`);
const path = fc.constantFrom('x.md', 'status.yaml', '../../x.md', '', '0068-a.md');

/** Long enough to hurt where work grows faster than the text. */
const repeated = [
  '[',
  '{a: ',
  '- ',
  '? ',
  'x,',
  '&a ',
  '\r',
  '`',
  '```\n',
  '## Log\n',
  '---\n',
  '"',
  ' ',
  '# ',
];

describe('status files that nobody meant to write', () => {
  it('are read without a throw, as a model that fits its schema', () => {
    fc.assert(
      fc.property(fc.oneof(noise, mangled, soup), path, (text, name) => {
        const read = statusFileModel.safeParse(parseStatusFile(text, name));
        expect(read.error?.issues).toBeUndefined();
      }),
      { numRuns: 2000 * FACTOR },
    );
  });

  it('an edit of any of their gates is refused or leaves a file that can be read', () => {
    fc.assert(
      fc.property(fc.oneof(mangled, soup), path, noise, (text, name, by) => {
        for (const gate of parseStatusFile(text, name).gates) {
          const edited = setGate(text, name, gate.name, { fields: { status: 'passed', by } });
          if (edited.ok) expect(parseStatusFile(edited.text, name).problem).toBeUndefined();
        }
      }),
      { numRuns: 1000 * FACTOR },
    );
  });

  it.each(repeated)('%j over and over, up to the largest file, is read', (piece) => {
    const text = piece.repeat(Math.floor((MAX_STATUS_FILE_BYTES - 20) / piece.length));
    for (const file of [text, `---\na: ${text}`, `---\na: ${text}\n---\n`, `---\nid: 1\n---\n${text}`])
      for (const name of ['x.md', 'status.yaml'])
        expect(statusFileModel.safeParse(parseStatusFile(file, name)).success).toBe(true);
  });
});
