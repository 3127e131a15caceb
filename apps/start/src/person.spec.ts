import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { personAt, signInLines } from './person.ts';

const ADDRESS = 'To change that: git config --global user.email ada@example.org, and start again.';

describe('the person at this machine', () => {
  let folder: string;
  const env = () => ({
    ...process.env,
    GIT_CONFIG_GLOBAL: join(folder, 'global'),
    GIT_CONFIG_SYSTEM: join(folder, 'none'),
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'codev-hq-person-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const knows = (name: string, email: string) => {
    writeFileSync(join(folder, 'global'), `[user]\n\tname = ${name}\n\temail = ${email}\n`);
  };
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { env: env() });

  test('is who git knows for everything', () => {
    knows('Ada Lovelace', 'ada@example.org');
    expect(personAt(folder, env())).toEqual({ name: 'Ada Lovelace', email: 'ada@example.org', unknown: [] });
  });

  test('is who the repository itself names', () => {
    knows('Ada Lovelace', 'ada@example.org');
    git('init', '--quiet');
    git('config', 'user.email', 'ada@work.example');
    expect(signInLines(personAt(folder, env()))).toEqual([
      'You sign in as Ada Lovelace <ada@work.example> (from git).',
    ]);
  });

  test('is the user of the system without an address when git knows nobody, and hears how to change that', () => {
    const { username } = userInfo();
    const person = personAt(folder, env());
    expect(person).toEqual({ name: username, unknown: ['user.name', 'user.email'] });
    expect(signInLines(person)).toEqual([
      `You sign in as ${username} (git has no name and no address of yours).`,
      'To change that: git config --global user.name "Ada Lovelace" && git config --global user.email ada@example.org, and start again.',
    ]);
  });

  test('has no address when git’s is none that HQ would take', () => {
    knows('Ada', 'ada at home');
    expect(signInLines(personAt(folder, env()))).toEqual([
      'You sign in as Ada (git has no address of yours).',
      ADDRESS,
    ]);
  });
});
