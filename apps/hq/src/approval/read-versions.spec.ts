import { parseStatusFile } from '@codev-hq/status-file';
import { FileRecord } from '../state/file-record.js';
import { ReadVersions } from './read-versions.js';

const GATE = 'specify_to_plan.human_approval';
const MANY = 5 * 1024 * 1024;

function version(path: string, body: string): FileRecord {
  const content = `---\ngates:\n  specify_to_plan:\n    human_approval: pending\n---\n${body}`;
  const row = {
    instance_id: 'machine-1',
    project_path: '/code/shop',
    worktree: '',
    path,
    content,
    digest: String(content.length),
    git_sha: null,
    artifacts: null,
    copies: null,
    updated_at: 0,
  };
  return FileRecord.of(row, parseStatusFile);
}

it('forgets what was opened longest ago when versions grow too large together', () => {
  const versions = new ReadVersions();
  const before = (read: FileRecord, path: string) => {
    const now = version(path, 'Now.\n');
    const gate = now.model.gates.find(({ name }) => name === GATE)!;
    const seen = { reading_digest: read.model.reading_digest };
    return versions.changed(seen, { file: now, gate })[0]?.before?.length;
  };
  const [first, second] = [version('a.md', 'x'.repeat(MANY)), version('b.md', 'y'.repeat(MANY))];
  versions.opened(first);
  expect(before(first, 'a.md')).toBe(MANY);
  versions.opened(second);
  expect(before(second, 'b.md')).toBe(MANY);
  expect(before(first, 'a.md')).toBeUndefined();
});
