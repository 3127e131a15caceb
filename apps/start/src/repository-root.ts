import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';

/** The checkout a path lies in, as the connector will find it; the path itself outside of any. */
export function repositoryRoot(path: string): string {
  const { status, stdout } = spawnSync('git', ['rev-parse', '--show-toplevel'], {
    cwd: path,
    encoding: 'utf8',
  });
  return realpathSync(status === 0 ? stdout.replace(/\n$/, '') : path);
}
