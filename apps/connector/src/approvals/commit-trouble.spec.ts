import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApprovalBench, FEATURE } from '../../testing/approval-bench.js';
import { isRunning } from '../../testing/processes.js';
import { Cleanup } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const SHORT = { commandMs: 30_000, othersMs: 2_500, lockPatienceMs: 0 };
const GIT_COMMAND = join(__dirname, '../../../../dist/out-tsc/connector/approvals/git-command.js');

async function expectAsBefore(repository: TempRepository, error: RegExp, git = SHORT): Promise<void> {
  const facts = (): unknown => [
    repository.read(FEATURE),
    repository.commits(),
    repository.git('ls-files', '--stage'),
    repository.git('status', '--porcelain', '-uall'),
    existsSync(join(repository.path, '.git/index.lock')),
  ];
  const before = facts();
  const bench = await ApprovalBench.on(cleanup, repository, undefined, { git });
  expect(await bench.decide()).toEqual({
    ok: false,
    refusal: { code: 'GIT_FAILED', error: expect.stringMatching(error) },
  });
  expect(facts()).toEqual(before);
  expect(await bench.room.journal.unfinished(new Date())).toEqual([]);
}

function committed(): TempRepository {
  const repository = cleanup.folder(new TempRepository());
  repository.write(FEATURE, statusFile());
  repository.commitAll();
  return repository;
}

/** A program that git is told to sign with. */
function program(script: string): string {
  const folder = cleanup.folder(new TempFolder());
  const path = folder.write('program', `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe('C14 a commit that cannot be made is refused in words, and everything is as before', () => {
  test('when a hook hangs: ended within the limit with all it started', async () => {
    const repository = committed();
    repository.hook(
      'pre-commit',
      'sh -c "sleep 300 & echo \\$! >> .git/sleepers; wait" & echo $! >> .git/sleepers; wait',
    );
    await expectAsBefore(
      repository,
      /^git did not commit\. The file is as it was before\. Run git commit there by hand to see what hangs.*Then decide again\. git said: git did not finish within 3 s/,
    );
    const sleepers = repository.read('.git/sleepers').trim().split('\n').map(Number);
    expect(sleepers).toHaveLength(2);
    expect(sleepers.filter(isRunning)).toEqual([]);
  });

  test('when a hook fails', async () => {
    const repository = committed();
    repository.hook('commit-msg', 'echo "no ticket in the subject" >&2; exit 1');
    await expectAsBefore(
      repository,
      /The file is as it was before\. Mend what git says below.*Then decide again\. git said: no ticket in the subject/,
    );
  });

  test('when signing by gpg would ask for a passphrase: there is no terminal to ask on', async () => {
    const repository = committed();
    const asked = join(repository.path, '.git/asked');
    // As gpg does without an agent: asks on the terminal, whatever its input is.
    const gpg = program(
      `if (: < /dev/tty) 2> '${asked}-not'; then touch '${asked}'; head -n 1 < /dev/tty; fi; exit 2`,
    );
    repository.git('config', 'commit.gpgSign', 'true');
    repository.git('config', 'gpg.program', gpg);
    await expectAsBefore(
      repository,
      /The commit could not be signed without asking somebody at the machine\. Unlock the key there \(gpg-agent or ssh-agent\), or set commit\.gpgSign to false.*Then decide again\. git said: .*gpg failed to sign/s,
    );
    expect(existsSync(`${asked}-not`)).toBe(true);
    expect(existsSync(asked)).toBe(false);
  });

  test('when signing asks in a window and nobody answers', async () => {
    const repository = committed();
    repository.git('config', 'commit.gpgSign', 'true');
    repository.git('config', 'gpg.program', program('sleep 300'));
    await expectAsBefore(repository, /a question that nobody can answer\. Then decide again/);
  });

  test('when signing by ssh would ask for the key’s passphrase, really', async () => {
    const repository = committed();
    const keys = cleanup.folder(new TempFolder());
    const key = join(keys.path, 'key');
    const made = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'secret', '-f', key], {
      encoding: 'utf8',
    });
    expect(made).toMatchObject({ status: 0 });
    const askpass = program(`touch '${keys.path}/asked'; echo secret`);
    repository.git('config', 'commit.gpgSign', 'true');
    repository.git('config', 'gpg.format', 'ssh');
    repository.git('config', 'user.signingKey', key);
    repository.git('config', 'core.askPass', askpass);
    const windows = { DISPLAY: ':0', SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force' };
    Object.assign(process.env, windows);
    try {
      await expectAsBefore(repository, /could not be signed without asking.*Then decide again/s, {
        ...SHORT,
        othersMs: 20_000,
      });
    } finally {
      for (const name of Object.keys(windows)) Reflect.deleteProperty(process.env, name);
    }
    expect(existsSync(join(keys.path, 'asked'))).toBe(false);
  });
});

describe('git, started by a connector on a terminal', () => {
  const hook =
    'if (: < /dev/tty); then echo yes; else echo no; fi > .git/terminal 2>&1; read line; echo "${line:-nothing}" > .git/read';

  test('finds none, and nothing to read', () => {
    const repository = committed();
    repository.hook('pre-commit', hook);
    repository.write(FEATURE, statusFile({ log: '- x\n' }));
    const folder = cleanup.folder(new TempFolder());
    const run = folder.write(
      'run.mjs',
      `import { runGit } from ${JSON.stringify(pathToFileURL(GIT_COMMAND).href)};
       const cwd = ${JSON.stringify(repository.path)};
       console.log(JSON.stringify(await runGit({ cwd, args: ['commit', '-a', '--file=-'], input: 'x', timeLimitMs: 20_000 })));`,
    );
    const said = onTerminal(`'${process.execPath}' '${run}'`);
    expect(said).toContain('"ok":true');
    expect(repository.read('.git/terminal')).toMatch(/\bno$/m);
    expect(repository.read('.git/read')).toBe('nothing\n');
  });

  test('which is there for whoever runs git by hand', () => {
    const repository = committed();
    repository.hook('pre-commit', hook);
    repository.write(FEATURE, statusFile({ log: '- x\n' }));
    onTerminal(`git -C '${repository.path}' commit -q -a -m x`);
    expect(repository.read('.git/terminal')).toMatch(/\byes$/m);
  });
});

/** Runs a command as on a terminal of its own; answers what it printed there. */
function onTerminal(command: string): string {
  const linux = ['-q', '-e', '-c', command, '/dev/null'];
  const mac = ['-q', '/dev/null', 'sh', '-c', command];
  const { stdout, status, stderr } = spawnSync('script', process.platform === 'linux' ? linux : mac, {
    encoding: 'utf8',
    timeout: 30_000,
  });
  if (status !== 0) throw new Error(`script ended with ${status}: ${stdout}${stderr}`);
  return stdout;
}
