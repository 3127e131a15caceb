import type { GitRepository } from './git-repository.js';

export interface PushReport {
  readonly pushed: boolean;
  readonly note?: string;
}

/** Pushes the commit, and what was before it on its branch, to where the branch comes from. Failing loses nothing. */
export async function pushCommit(repository: GitRepository, commit: string): Promise<PushReport> {
  const branch = await repository.branch();
  if (branch === undefined) return notPushed('HEAD is on no branch. Push the commit by hand.');
  const upstream = await repository.upstream(branch);
  if (!upstream)
    return notPushed(
      `the branch ${branch} has no upstream. Push it once with: git push -u <remote> ${branch}.`,
    );
  const result = await repository.push(commit, upstream.remote, upstream.ref);
  return result.ok ? { pushed: true } : notPushed(trouble(result.words, upstream.remote));
}

function trouble(words: string, remote: string): string {
  const said = `git said: ${words}`;
  if (/\[remote rejected\]/.test(words))
    return `${remote} refuses it by a rule of its own. Push another way. ${said}`;
  if (/\[rejected\]/.test(words))
    return `${remote} has commits that are not here. Pull and push by hand. ${said}`;
  if (/did not finish within/.test(words))
    return `${remote} did not answer in time. Push by hand when it is back. ${said}`;
  return `Push by hand when this is mended. ${said}`;
}

function notPushed(why: string): PushReport {
  return { pushed: false, note: `The commit is on that machine, but was not pushed: ${why}` };
}
