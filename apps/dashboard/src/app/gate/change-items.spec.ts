import type { ArtifactRef, GateDetail } from '@codev-hq/protocol';
import { aDetail, aFile, aWaitingGate, digestOf } from '../../../testing/factories';
import type { PaperText } from './artifacts/paper-text';
import { changeItems } from './change-items';
import { changeBetween, keepReading } from './reading';

const PLAN = 'codev/plans/68.md';
const plan = (letter: string): ArtifactRef => ({ kind: 'plan', path: PLAN, digest: digestOf(letter) });
const detail = (artifacts: ArtifactRef[], file = aFile(), digest = digestOf('a')): GateDetail =>
  aDetail({ status_file: file, waiting: aWaitingGate({ artifacts, digest }) });
const text = (words: string): PaperText => ({
  kind: 'readable',
  text: words,
  digest: digestOf('a'),
  size: 1,
  truncated: false,
  checked: true,
  from: 'machine',
  listed: undefined,
});
const texts = { read: () => text('old'), newer: () => text('new') };

describe('what moved while it was read', () => {
  it('is a text of which HQ lists another version, with what it was and is', () => {
    expect(changeItems(detail([plan('a')]), detail([plan('b')]), texts)).toEqual([
      { kind: 'plan', path: PLAN, before: 'old', after: 'new', gone: false },
    ]);
  });

  it('is a text that is gone', () => {
    expect(changeItems(detail([plan('a')]), detail([]), texts)).toMatchObject([{ path: PLAN, gone: true }]);
  });

  it('is the gate’s entry, and the file’s own text', () => {
    const file = aFile({ digest: digestOf('9'), content: 'other' });
    const moved = changeItems(detail([], undefined), detail([], file, digestOf('8')), texts);
    expect(moved.map(({ kind }) => kind)).toEqual(['gate', 'status']);
  });

  it('is not what models say beside it, nor a file that lists nothing any more', () => {
    const said = (letter: string): ArtifactRef => ({ ...plan(letter), kind: 'consultation' });
    expect(changeItems(detail([said('a')]), detail([said('b')]), texts)).toEqual([]);
    expect(changeBetween(detail([plan('a')]), aDetail())).toBeNull();
  });

  it('is what HQ names when it refuses, with its texts', () => {
    const refused = [{ what: 'text' as const, path: 's.md', before: 'then', after: 'now' }];
    expect(changeItems(detail([]), detail([]), texts, refused)).toEqual([
      { kind: 'status', path: 's.md', before: 'then', after: 'now' },
    ]);
    const known = [{ what: 'artifact' as const, path: PLAN, digest_before: digestOf('a') }];
    expect(changeItems(detail([plan('a')]), detail([plan('b')]), texts, known)).toHaveLength(1);
  });

  it('keeps what was read in front of the reader', () => {
    const read = detail([plan('a')]);
    expect(keepReading(read, detail([plan('b')]))).toBe(read);
  });
});
