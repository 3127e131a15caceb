import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

type Setting = 'user.name' | 'user.email';

export interface Person {
  readonly name: string;
  readonly email?: string;
  /** What git does not know of them. */
  readonly unknown: readonly Setting[];
}

const EXAMPLES: Readonly<Record<Setting, string>> = {
  'user.name': '"Ada Lovelace"',
  'user.email': 'ada@example.org',
};

/**
 * Who sits at this machine, as git knows them in that folder: the name and address their commits there carry anyway.
 * The address is how HQ recognises the same person at the next start, so none is made up.
 */
export function personAt(folder: string, env: NodeJS.ProcessEnv): Person {
  const name = gitConfig(folder, env, 'user.name');
  const email = addressIn(gitConfig(folder, env, 'user.email'));
  const unknown: Setting[] = [];
  if (name === undefined) unknown.push('user.name');
  if (email === undefined) unknown.push('user.email');
  return { name: name ?? userInfo().username, ...(email !== undefined && { email }), unknown };
}

/** Who somebody is about to sign in as, and where git lacks something, how to tell it. */
export function signInLines({ name, email, unknown }: Person): string[] {
  const who = email === undefined ? name : `${name} <${email}>`;
  if (unknown.length === 0) return [`You sign in as ${who} (from git).`];
  const missing = unknown.map((setting) => (setting === 'user.name' ? 'name' : 'address')).join(' and no ');
  const orders = unknown.map((setting) => `git config --global ${setting} ${EXAMPLES[setting]}`);
  return [
    `You sign in as ${who} (git has no ${missing} of yours).`,
    `To change that: ${orders.join(' && ')}, and start again.`,
  ];
}

/** What HQ accepts as an address; git takes anything. */
function addressIn(configured: string | undefined): string | undefined {
  return configured !== undefined && /^[^\s@<>]+@[^\s@<>]+$/.test(configured) ? configured : undefined;
}

/** The effective value: the repository's own, or else the person's. */
function gitConfig(folder: string, env: NodeJS.ProcessEnv, setting: Setting): string | undefined {
  const args = ['-C', folder, 'config', '--get', setting];
  const { status, stdout } = spawnSync('git', args, { env, encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
