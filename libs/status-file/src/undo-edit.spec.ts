import * as fc from 'fast-check';
import { parseStatusFile, setGate, undoEdit, type GateChange, type MadeEdit } from './index.js';
import { fixture, markdown } from '../testing/fixtures.js';
import { writtenStatusFile } from '../testing/written-status-file.js';

const PASS = { fields: { status: 'passed', by: 'Ada Lovelace', at: '2026-01-16T07:00:00.000Z' } };
const LINE = '- 2026-01-16 Gate a approved by Ada Lovelace';
const LOGGED = { logLine: LINE };

function made(
  before: string,
  path = 'x.md',
  gate = 'a',
  change: GateChange = PASS,
): { text: string; edit: MadeEdit } {
  const result = setGate(before, path, gate, change, path.endsWith('.md') ? LOGGED : {});
  if (!result.ok) throw new Error(result.refusal.error);
  return { text: result.text, edit: { gate, before, edits: result.edits } };
}

describe('an edit that is taken out again', () => {
  it('leaves every byte as it was, however the file is written', () => {
    fc.assert(
      fc.property(writtenStatusFile, (file) => {
        const before = file.beforeGate + file.gate + file.afterGate + file.afterLog;
        const { text, edit } = made(before, 'x.md', file.target);
        expect(undoEdit(text, 'x.md', edit)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves what somebody has written since above, below and in the log', () => {
    fc.assert(
      fc.property(writtenStatusFile, fc.boolean(), (file, above) => {
        const { beforeGate, gate, afterGate, afterLog, lineBreak } = file;
        const before = beforeGate + gate + afterGate + afterLog;
        const { text, edit } = made(before, 'x.md', file.target);
        const theirs = (of: string): string => {
          const log = `${LINE}${lineBreak}`;
          const at = of.includes(log) ? of.indexOf(log) + log.length : of.length - afterLog.length;
          const logged = `${of.slice(0, at)}- theirs${lineBreak}${of.slice(at)}`;
          const end = `${logged}${lineBreak}more${lineBreak}`;
          return above ? end.replace(`---${lineBreak}`, `---${lineBreak}their_own: {a: 1}${lineBreak}`) : end;
        };
        expect(undoEdit(theirs(text), 'x.md', edit)).toBe(theirs(before));
      }),
      { numRuns: 500 },
    );
  });

  it('takes along the log that was begun for its line, but not when somebody has written there since', () => {
    const before = markdown('gates: { a: { status: pending } }', 'Words\n');
    const { text, edit } = made(before);
    expect(text).toContain(`## Log\n${LINE}\n`);
    expect(undoEdit(text, 'x.md', edit)).toBe(before);
    expect(undoEdit(text.replace('Words', 'Other words'), 'x.md', edit)).toBe(
      before.replace('Words', 'Other words'),
    );
    expect(undoEdit(`${text}- theirs\n`, 'x.md', edit)).toBe(`${before}\n## Log\n- theirs\n`);
  });

  it('takes its own line where the same was there before, or none when somebody took it', () => {
    const before = markdown('gates: { a: pending }', `## Log\n${LINE}\n`);
    const { text, edit } = made(before);
    expect(undoEdit(`${text}- theirs\n`, 'x.md', edit)).toBe(`${before}- theirs\n`);
    expect(undoEdit(text.replace(`${LINE}\n`, ''), 'x.md', edit)).toBe(before);
  });

  it('is taken out of the end of a log without a last line break', () => {
    const before = markdown('gates: { a: pending }', '## Log\n- Started');
    const { text, edit } = made(before);
    const moved = text.replace('- Started', '- Begun');
    expect(undoEdit(moved, 'x.md', edit)).toBe(before.replace('- Started', '- Begun'));
  });

  it('puts back in porch’s file what is beside the gates, unless it says something newer', () => {
    const before = fixture('porch-waiting.yaml');
    const gate = parseStatusFile(before, 'status.yaml').gates.find(({ waiting }) => waiting)?.name ?? '';
    const change = {
      fields: { status: 'approved', approved_at: '2026-03-02T12:00:00.000Z', approved_by: 'Ada' },
      alongside: { updated_at: '2026-03-02T12:00:00.000Z' },
    };
    const { text, edit } = made(before, 'status.yaml', gate, change);
    expect(undoEdit(text, 'status.yaml', edit)).toBe(before);
    const newer = (of: string) => of.replace(/updated_at: .*/, "updated_at: '2026-03-03T00:00:00.000Z'");
    expect(undoEdit(newer(text), 'status.yaml', edit)).toBe(newer(before));
  });

  it.each<[string, (text: string) => string]>([
    ['the entry says something else', (text) => text.replace('Ada Lovelace', 'Mallory')],
    ['the entry has one thing more', (text) => text.replace('status: passed', 'round: 2, status: passed')],
    ['the entry is written otherwise', (text) => text.replace('{ status: passed', '{status: passed')],
    ['the gate is gone', (text) => text.replace('a: {', 'b: {')],
    ['the file has a problem', (text) => text.replace('gates:', 'gates: {}\ngates:')],
    ['there is nothing any more', () => ''],
  ])('is left alone when %s', (_case, change) => {
    const { text, edit } = made(markdown('gates:\n  a: { status: pending }\n', '## Log\n'));
    expect(change(text)).not.toBe(text);
    expect(undoEdit(change(text), 'x.md', edit)).toBeUndefined();
  });
});
