import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scratchFolder } from './scratch.ts';
import { cleanEnvironment } from './node-process.ts';

/** A real git repository in a folder of its own. */
export class Repository {
  readonly path: string;

  constructor(name: string) {
    this.path = join(scratchFolder('repository'), name);
    mkdirSync(this.path);
    this.git('init', '--quiet', '--initial-branch=main');
    this.git('config', 'user.name', 'The machine');
    this.git('config', 'user.email', 'machine@example.org');
    this.git('commit', '--quiet', '--allow-empty', '--message=Begin');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.path, encoding: 'utf8', env: cleanEnvironment() });
  }

  write(path: string, text: string): void {
    const file = join(this.path, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  /** Writes and commits a file. */
  commit(path: string, text: string): void {
    this.write(path, text);
    this.git('add', '--', path);
    this.git('commit', '--quiet', `--message=Add ${path}`);
  }

  hook(name: string, script: string): void {
    const file = join(this.path, '.git', 'hooks', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** Commits made by decisions, the newest first. */
  approvals(): {
    author: string;
    committer: string;
    subject: string;
    body: string;
    files: string[];
    sha: string;
  }[] {
    const format = ['%H', '%an <%ae>', '%cn <%ce>', '%s', '%b'].join('%x00');
    const shas = this.git('log', '--format=%H', '--grep=^\\[HQ\\]').split('\n').filter(Boolean);
    return shas.map((sha) => {
      const [, author = '', committer = '', subject = '', body = ''] = this.git(
        'log',
        '-1',
        `--format=${format}`,
        sha,
      ).split('\0');
      const files = this.git('show', '--format=', '--name-only', sha).split('\n').filter(Boolean);
      return { sha, author, committer, subject, body, files };
    });
  }
}

export interface StatusFile {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
  readonly gate: string;
}

/** A status file with one waiting gate. */
export function statusFile(overrides: Partial<StatusFile> = {}): string {
  const { id, title, phase, gate } = {
    id: '0068',
    title: 'Pause a subscription',
    phase: 'specify',
    gate: 'specify_to_plan',
    ...overrides,
  };
  return `---
id: "${id}"
title: ${title}
protocol: SPIR
current_phase: ${phase}
gates:
  ${gate}:
    spec_exists: { status: passed }
    human_approval: { status: pending }
---

# ${title}

Customers want a break, and cancelling is the only button we give them.

- [x] Rules written down
- [ ] Plan

| Question | Answer |
| --- | --- |
| A payment is overdue | No pause until it is settled |

## Log
- Started
`;
}
