import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartProblem } from './start-problem.ts';

const DAY = 24 * 3600 * 1000;
const REPOSITORY = 'tidewater';

/** The agent that works in the demo repository: an author, and no address that mail could reach. */
export const DEMO_AGENT = { name: 'Demo agent', email: 'agent@demo.invalid' } as const;

/**
 * The demo repository: real git, three pieces of work at different phases, two of them waiting for a person. One that
 * exists already is used as it is. Returns its folder.
 */
export function demoRepository(demoDir: string, contentDir: string, now: Date): string {
  const repository = join(demoDir, REPOSITORY);
  if (existsSync(join(repository, '.git'))) return repository;
  const status = join(repository, 'codev', 'status');
  mkdirSync(status, { recursive: true });
  cpSync(join(contentDir, 'README.md'), join(repository, 'README.md'));
  for (const file of readdirSync(join(contentDir, 'status'))) {
    writeFileSync(join(status, file), dated(readFileSync(join(contentDir, 'status', file), 'utf8'), now));
  }
  git(repository, ['init', '--quiet', '--initial-branch=main']);
  git(repository, ['add', '--all']);
  git(repository, ['commit', '--quiet', '--message=Three pieces of work, two of them waiting for a person']);
  return repository;
}

/** `{{days ago: 2}}` becomes that day in UTC, so that the demo is never years old. */
export function dated(text: string, now: Date): string {
  return text.replace(/\{\{days ago: (\d+)\}\}/g, (_, days: string) => {
    const then = new Date(now.getTime() - Number(days) * DAY);
    return `${then.toISOString().slice(0, 16)}Z`;
  });
}

/** Commits one file, and nothing else that may be staged, as the agent. False when git was busy or refused. */
export function commitAsAgent(repository: string, path: string, subject: string): boolean {
  return runGit(repository, ['commit', '--quiet', `--message=${subject}`, '--only', '--', path]).status === 0;
}

function git(repository: string, args: readonly string[]): void {
  const { status, stderr } = runGit(repository, args);
  if (status !== 0) {
    throw new StartProblem(`The demo repository could not be made in ${repository}: ${stderr.trim()}`);
  }
}

function runGit(repository: string, args: readonly string[]) {
  return spawnSync('git', args, {
    cwd: repository,
    encoding: 'utf8',
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: DEMO_AGENT.name,
      GIT_AUTHOR_EMAIL: DEMO_AGENT.email,
      GIT_COMMITTER_NAME: DEMO_AGENT.name,
      GIT_COMMITTER_EMAIL: DEMO_AGENT.email,
      GIT_TERMINAL_PROMPT: '0',
    },
  });
}
