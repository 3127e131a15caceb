import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real folder that is gone after the test. */
export class TempFolder {
  readonly path: string;

  constructor(path?: string) {
    this.path = path ?? realpathSync(mkdtempSync(join(tmpdir(), 'connector-')));
  }

  write(path: string, content: string | Uint8Array): string {
    const whole = join(this.path, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
    return whole;
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  executable(path: string): void {
    chmodSync(join(this.path, path), 0o755);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

interface RepositoryStart {
  readonly identity?: boolean;
  readonly path?: string;
  readonly init?: boolean;
}

/** A real git repository, untouched by the configuration of whoever runs the tests. */
export class TempRepository extends TempFolder {
  constructor({ identity = true, path, init = path === undefined }: RepositoryStart = {}) {
    super(path);
    if (init) this.git('init', '-q', '-b', 'main');
    if (identity) this.introduce();
  }

  /** A checkout that is there already: a worktree or submodule, gone with the one it belongs to. */
  static at(path: string): TempRepository {
    return new TempRepository({ path });
  }

  /** A new one in a folder that is there already. */
  static in(path: string): TempRepository {
    return new TempRepository({ path, init: true });
  }

  private introduce(): void {
    this.git('config', 'user.name', 'The Machine');
    this.git('config', 'user.email', 'machine@example.org');
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.path, encoding: 'utf8', env: gitTestEnvironment() });
  }

  /** Runs git where failing is part of the story, as a merge that stops at a conflict does. */
  tryGit(...args: string[]): string {
    const { stdout, stderr } = spawnSync('git', args, {
      cwd: this.path,
      encoding: 'utf8',
      env: gitTestEnvironment(),
    });
    return stdout + stderr;
  }

  /** A first commit of everything that is there. */
  commitAll(message = 'start'): string {
    this.git('add', '-A');
    this.git('-c', 'user.name=Setup', '-c', 'user.email=setup@example.org', 'commit', '-q', '-m', message);
    return this.git('rev-parse', 'HEAD').trim();
  }

  commits(): string[] {
    return this.git('log', '--format=%H').trim().split('\n').filter(Boolean);
  }

  hook(name: string, script: string): void {
    // A bare repository has no folder of git's own, but is one.
    const path = join(this.git('rev-parse', '--git-path', 'hooks').trim(), name);
    this.write(path, `#!/bin/sh\n${script}\n`);
    this.executable(path);
  }
}

/** A clone, over the same transport as from another machine. */
export class ClonedRepository extends TempRepository {
  constructor(origin: TempFolder, ...options: string[]) {
    const folder = new TempFolder();
    const clone = ['clone', '-q', ...options, `file://${origin.path}`, folder.path];
    execFileSync('git', clone, { env: gitTestEnvironment() });
    super({ path: folder.path });
  }
}

/** Also for this process, so that git under test reads no configuration but the repository's. */
export function isolateGit(): void {
  const home = new TempFolder();
  process.env['HOME'] = home.path;
  process.env['XDG_CONFIG_HOME'] = join(home.path, '.config');
  afterAll(() => home.remove());
}

function gitTestEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  return { ...Object.fromEntries(kept), GIT_CONFIG_NOSYSTEM: '1' };
}
