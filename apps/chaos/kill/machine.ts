import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment } from '../../e2e/testing/node-process.ts';
import type { MachineSettings } from './machine-settings.ts';
import type { Seeded } from './seeded.ts';

export const HUMAN_GATE = 'specify_to_plan.human_approval';

export interface ProjectFile {
  readonly id: string;
  readonly path: string;
  /** An agent rewrites its gate while people decide on it. */
  readonly contested: boolean;
}

/** A developer's machine: one repository, one data directory, the connector between them. */
export class Machine {
  readonly name: string;
  readonly files: readonly ProjectFile[];
  readonly repository: string;
  readonly settings: MachineSettings;

  private constructor(
    name: string,
    folder: string,
    files: readonly ProjectFile[],
    hqUrl: string,
    key: string,
  ) {
    this.name = name;
    this.files = files;
    this.repository = join(folder, 'repository');
    this.settings = {
      repository: this.repository,
      env: {
        CODEV_HQ_URL: hqUrl,
        CODEV_HQ_API_KEY: key,
        CODEV_HQ_INSTANCE_NAME: name,
        CODEV_CONNECTOR_DATA_DIR: join(folder, 'data'),
        LOG_LEVEL: 'warn',
      },
    };
  }

  static make(
    name: string,
    folder: string,
    files: readonly ProjectFile[],
    to: { url: string; key: string },
    template: string,
    random: Seeded,
  ): Machine {
    const machine = new Machine(name, folder, files, to.url, to.key);
    mkdirSync(folder, { recursive: true });
    cpSync(template, machine.repository, { recursive: true });
    const hook = hookFor(random);
    if (hook !== undefined) {
      const file = join(machine.repository, '.git', 'hooks', 'pre-commit');
      mkdirSync(join(machine.repository, '.git', 'hooks'), { recursive: true });
      writeFileSync(file, `#!/bin/sh\n${hook}\n`);
      chmodSync(file, 0o755);
    }
    return machine;
  }

  git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.repository,
      encoding: 'utf8',
      env: cleanEnvironment(),
      maxBuffer: 64 * 1024 * 1024,
    });
  }
}

/** Slow hooks make the middle of a commit last; a few forbid some commits, so that there are refusals too. */
function hookFor(random: Seeded): string | undefined {
  const kind = random.next();
  if (kind < 0.25) return `sleep 0.${random.between(1, 4)}`;
  if (kind < 0.33) return 'if [ $(( $$ % 3 )) = 0 ]; then echo "Commits are frozen." >&2; exit 1; fi';
  return undefined;
}

/** A repository with the same projects for every machine; made once and copied. */
export function makeTemplate(folder: string, files: readonly ProjectFile[]): string {
  mkdirSync(join(folder, 'codev/status'), { recursive: true });
  for (const file of files) writeFileSync(join(folder, file.path), statusText(file.id));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: cleanEnvironment(), encoding: 'utf8' });
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'The machine');
  git('config', 'user.email', 'machine@example.org');
  git('config', 'gc.auto', '0');
  git('add', '--all');
  git('commit', '--quiet', '--message=Begin');
  return folder;
}

export function projectFiles(count: number, contested: number): ProjectFile[] {
  return Array.from({ length: count }, (_, i) => {
    const id = String(i + 1).padStart(4, '0');
    return { id, path: `codev/status/${id}-project.md`, contested: i < contested };
  });
}

export function statusText(id: string): string {
  return `---
id: "${id}"
title: Project ${id}
protocol: SPIR
current_phase: specify
gates:
  specify_to_plan:
    spec_exists: { status: passed }
    human_approval: { status: pending }
---

# Project ${id}

## Log
- Started
`;
}
