import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

export interface Person {
  readonly name: string;
  readonly email: string;
}

/**
 * Who sits at this machine, as git knows them: the name and address their commits carry anyway. The address is how
 * HQ recognises the same person at the next start.
 */
export function personAtThisMachine(): Person {
  const login = userInfo().username;
  return {
    name: gitConfig('user.name') ?? login,
    email: gitConfig('user.email') ?? `${login}@localhost`,
  };
}

function gitConfig(key: string): string | undefined {
  const { status, stdout } = spawnSync('git', ['config', '--global', '--get', key], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
}
