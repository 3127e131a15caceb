/** What a person can do about a failure, by what git says in English. The first that fits counts. */
const ADVICE: readonly (readonly [RegExp, string])[] = [
  [
    /dubious ownership/,
    'The repository belongs to another user. Run the connector as that user, or allow it there with: git config --global --add safe.directory <the repository’s path>.',
  ],
  [
    /failed to sign|gpg failed|passphrase|signing failed|No private key|Couldn't load public key|Couldn't find key|user\.signingKey/i,
    'The commit could not be signed without asking somebody at the machine. Unlock the key there (gpg-agent or ssh-agent), or set commit.gpgSign to false for this repository.',
  ],
  [
    /No space left on device|Out of diskspace|Disk quota exceeded/i,
    'The disk is full. Free some space on that machine.',
  ],
  [
    /Read-only file system|Permission denied|Operation not permitted|insufficient permission/i,
    'The repository cannot be written. Give the connector’s user the right to write its .git folder.',
  ],
  [
    /must be run in a work tree/,
    'This is no checkout. Start the connector with the path of a clone or a worktree.',
  ],
  [
    /nothing (?:added )?to commit/,
    'git sees no change in the file: it may have been told not to look. Have it look again, with git update-index --no-skip-worktree <the file>.',
  ],
  [
    /did not finish within/,
    'Run git commit there by hand to see what hangs: a hook, or a question that nobody can answer.',
  ],
  [
    /(?:index|HEAD)\.lock\b/,
    'Wait until the other git is done; if none is running there, remove the lock file.',
  ],
];

/** One or two sentences that end with what to do; what git itself said is shown beside them. */
export function adviceFor(words: string): string {
  const found = ADVICE.find(([pattern]) => pattern.test(words))?.[1];
  return `${found ?? 'Mend what git says below, a hook’s complaint perhaps.'} Then decide again.`;
}
