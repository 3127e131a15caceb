import { operationIn } from '../src/approvals/repository-obstacle.js';
import { TempRepository } from './temp-repository.js';

/** Something that git was asked to do and that waits for a person in the middle of it. */
export interface InterruptedOperation {
  readonly name: string;
  readonly words: RegExp;
  readonly start: readonly string[];
  /** What the person does when `code.txt` is mended, perhaps more than once. */
  readonly finish: readonly string[];
}

export const INTERRUPTED: readonly InterruptedOperation[] = [
  {
    name: 'merge',
    words: /A merge is in progress/,
    start: ['merge', 'theirs~1'],
    finish: ['commit', '-q', '--no-edit'],
  },
  {
    name: 'cherry-pick',
    words: /A cherry-pick is in progress/,
    start: ['cherry-pick', 'theirs~1'],
    finish: ['-c', 'core.editor=true', 'cherry-pick', '--continue'],
  },
  {
    name: 'cherry-pick of several commits',
    words: /A cherry-pick is in progress/,
    start: ['cherry-pick', 'main..theirs'],
    finish: ['-c', 'core.editor=true', 'cherry-pick', '--continue'],
  },
  {
    name: 'revert',
    words: /A revert is in progress/,
    start: ['revert', '--no-edit', 'main~1'],
    finish: ['-c', 'core.editor=true', 'revert', '--continue'],
  },
  {
    name: 'bisect',
    words: /A bisect is in progress/,
    start: ['bisect', 'start', 'main', 'main~2'],
    finish: ['bisect', 'reset'],
  },
];

export const REBASES: readonly InterruptedOperation[] = ['--merge', '--apply'].map((backend) => ({
  name: `rebase ${backend}`,
  words: /A rebase .*is in progress/,
  start: ['rebase', backend, 'theirs'],
  finish: ['-c', 'core.editor=true', 'rebase', '--continue'],
}));

/** Two branches of which a commit each changed the same line; `files` are on both. */
export function repositoryWithConflict(repository: TempRepository, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  const commit = (content: string): string => {
    repository.write('code.txt', content);
    return repository.commitAll(content.trim());
  };
  commit('one\n');
  repository.git('checkout', '-q', '-b', 'theirs');
  commit('theirs\n');
  repository.write('more.txt', 'more\n');
  repository.commitAll('more');
  repository.git('checkout', '-q', 'main');
  commit('two\n');
  commit('three\n');
}

export function mendConflict(repository: TempRepository, add = 'code.txt', content = 'mended\n'): void {
  repository.write('code.txt', content);
  repository.git('add', add);
}

/** Mends and goes on until git is through; `add` is what the person stages on the way. */
export async function finishOperation(
  repository: TempRepository,
  operation: InterruptedOperation,
  add?: string,
): Promise<void> {
  let said = '';
  for (let step = 0; await operationIn(repository.path); step++) {
    if (step === 5) throw new Error(`${operation.name} does not end: ${said}`);
    if (operation.name !== 'bisect') mendConflict(repository, add, `mended ${step}\n`);
    said = repository.tryGit(...operation.finish);
  }
}
