import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cleanup } from '../../testing/running-connector.js';
import { TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { runGit } from './git-command.js';
import { gitBinary, gitEnvironment } from './git-environment.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

describe('the environment git runs in', () => {
  test('has nothing that points elsewhere or asks a person, and not HQ’s key', () => {
    const parent = {
      PATH: '/bin',
      HOME: '/home/ada',
      GIT_DIR: '/elsewhere',
      git_index_file: 'x',
      EDITOR: 'vi',
      Pager: 'less',
      SSH_ASKPASS: 'ask',
      GPG_TTY: '/dev/pts/1',
      CODEV_HQ_API_KEY: 'secret',
      EMPTY: undefined,
    };
    expect(gitEnvironment(parent)).toEqual({
      PATH: '/bin',
      HOME: '/home/ada',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '',
      SSH_ASKPASS_REQUIRE: 'never',
      LANGUAGE: 'en',
    });
  });

  test('has no session of its own where there is no setsid', () => {
    const folder = cleanup.folder(new TempFolder());
    expect(gitBinary(folder.path)).toEqual({ binary: 'git', ownGroup: false });
    expect(gitBinary(undefined)).toEqual({ binary: 'git', ownGroup: false });
  });
});

describe('a git command', () => {
  test('starts no program that the repository names for looking at files', async () => {
    const repository = cleanup.folder(new TempRepository());
    const script = repository.write('watch.sh', `#!/bin/sh\ntouch '${repository.path}/ran'\n`);
    chmodSync(script, 0o755);
    repository.git('config', 'core.fsmonitor', script);
    const args = ['status', '--porcelain'];
    expect((await runGit({ cwd: repository.path, args, timeLimitMs: 60_000 })).ok).toBe(true);
    expect(existsSync(join(repository.path, 'ran'))).toBe(false);
  });

  test('that fails says what git said', async () => {
    const folder = cleanup.folder(new TempFolder());
    const result = await runGit({ cwd: folder.path, args: ['log'], timeLimitMs: 10_000 });
    expect(result).toMatchObject({
      ok: false,
      timedOut: false,
      words: expect.stringContaining('not a git repository'),
    });
  });

  test('says so when git is not installed', async () => {
    const folder = cleanup.folder(new TempFolder());
    const before = process.env['PATH'];
    mkdirSync(`${folder.path}/empty`);
    process.env['PATH'] = `${folder.path}/empty`;
    try {
      const result = await runGit({ cwd: folder.path, args: ['version'], timeLimitMs: 10_000 });
      expect(result).toMatchObject({ ok: false, words: expect.stringContaining('installed') });
    } finally {
      process.env['PATH'] = before;
    }
  });

  test('leaves a folder of other owners, or none, as a failure and not as a crash', async () => {
    await expect(
      runGit({ cwd: '/nowhere/at/all', args: ['log'], timeLimitMs: 10_000 }),
    ).resolves.toMatchObject({ ok: false });
  });
});
