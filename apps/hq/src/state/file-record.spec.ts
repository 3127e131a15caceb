import { parseStatusFile } from '@codev-hq/status-file';
import { statusFile } from '../../testing/fake-machine.js';
import { FileRecord } from './file-record.js';

const row = (content: string, updated_at: number): FileRecord['row'] => ({
  instance_id: 'machine-1',
  project_path: '/code/shop',
  worktree: '',
  path: 'codev/status/0068-feature.md',
  content,
  digest: '',
  git_sha: null,
  artifacts: null,
  copies: null,
  updated_at,
});

const GATE = 'specify_to_plan.human_approval';
const parse = jest.fn((content: string, path: string) => parseStatusFile(content, path));

beforeEach(() => parse.mockClear());

it('a version that nobody asks about is never read, and one that somebody asks about is read once', () => {
  const first = FileRecord.of(row(statusFile(), 1000), parse);
  const second = first.followedBy(row(statusFile({ log: 'more' }), 2000));
  expect(parse).not.toHaveBeenCalled();
  expect(second.model.gates.length).toBeGreaterThan(0);
  expect(second.stored().waiting_since).toBe(JSON.stringify(second.waitingSince));
  expect(parse).toHaveBeenCalledTimes(1);
});

it('a gate waits since it was first read as waiting, over versions that were read and others that were not', () => {
  const first = FileRecord.of(row(statusFile(), 1000), parse);
  expect(first.waitingSince).toEqual({ [GATE]: 1000 });
  const unread = first.followedBy(row(statusFile({ log: 'a' }), 2000));
  expect(unread.followedBy(row(statusFile({ log: 'b' }), 3000)).waitingSince).toEqual({ [GATE]: 1000 });
});

it('a gate that is asked for again waits anew', () => {
  const waiting = FileRecord.of(row(statusFile(), 1000), parse, { [GATE]: 500 });
  const passed = waiting.followedBy(row(statusFile({ status: 'passed' }), 2000));
  expect(passed.waitingSince).toEqual({});
  expect(passed.followedBy(row(statusFile(), 3000)).waitingSince).toEqual({ [GATE]: 3000 });
});

it('the same content again keeps what was read', () => {
  const first = FileRecord.of(row(statusFile(), 1000), parse);
  const { model } = first;
  expect(first.again({ ...row(statusFile(), 1000), git_sha: 'abc' }).model).toBe(model);
});
