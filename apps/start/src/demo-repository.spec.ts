import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseStatusFile } from '@codev-hq/status-file';
import { commitAsAgent, demoRepository } from './demo-repository.ts';

const CONTENT = join(__dirname, '..', 'demo');
const NOW = new Date('2026-03-10T10:00:00Z');

describe('the demo repository', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-demo-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' });

  test('holds three readable projects at different phases, two of them waiting for a person', () => {
    const repository = demoRepository(folder, CONTENT, NOW);
    const models = readdirSync(join(repository, 'codev/status')).map((name) => {
      const text = readFileSync(join(repository, 'codev/status', name), 'utf8');
      expect(text).not.toContain('{{');
      return parseStatusFile(text, `codev/status/${name}`);
    });
    expect(models.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined]);
    expect(models.map(({ id, phase }) => `${id} ${phase ?? ''}`)).toEqual([
      '0064 implement',
      '0068 specify',
      '0071 plan',
    ]);
    expect(models.flatMap(({ gates }) => gates).filter(({ waiting }) => waiting)).toHaveLength(2);
  });

  test('is a real git repository with everything committed', () => {
    const repository = demoRepository(folder, CONTENT, NOW);
    expect(git(repository, 'status', '--porcelain')).toBe('');
    expect(git(repository, 'log', '--format=%an <%ae>')).toBe('Demo agent <agent@demo.invalid>\n');
  });

  test('is used as it is at a second start', () => {
    const repository = demoRepository(folder, CONTENT, NOW);
    appendFileSync(join(repository, 'README.md'), 'mine\n');
    expect(demoRepository(folder, CONTENT, NOW)).toBe(repository);
    expect(readFileSync(join(repository, 'README.md'), 'utf8')).toContain('mine');
  });

  test('an agent’s commit takes its own file and leaves what is staged', () => {
    const repository = demoRepository(folder, CONTENT, NOW);
    appendFileSync(join(repository, 'README.md'), 'staged\n');
    git(repository, 'add', 'README.md');
    const path = 'codev/status/0068-pause-subscription.md';
    appendFileSync(join(repository, path), '- more\n');
    expect(commitAsAgent(repository, path, '[0068] More')).toBe(true);
    expect(git(repository, 'show', '--format=%s', '--name-only').split('\n').filter(Boolean)).toEqual([
      '[0068] More',
      path,
    ]);
    expect(git(repository, 'status', '--porcelain')).toBe('M  README.md\n');
  });

  test('a commit that git refuses is reported', () => {
    const repository = demoRepository(folder, CONTENT, NOW);
    expect(commitAsAgent(repository, 'README.md', 'nothing changed')).toBe(false);
  });
});
