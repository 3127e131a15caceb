import { setTimeout as pause } from 'node:timers/promises';
import { DECISION_TRAILER, trailerId } from './commit-message.js';
import { CONNECTOR_PERSON, type CommitPerson } from './commit-people.js';
import { runGit, type GitCommand, type GitResult } from './git-command.js';

/** What git thinks of one path, before we touch it; `intended` is to be added, but nothing of it is staged. */
export type PathState = 'clean' | 'modified' | 'untracked' | 'intended' | 'ignored';

export interface CommitRequest {
  /** Relative to the repository's root. */
  readonly path: string;
  readonly state: PathState;
  readonly message: string;
  readonly author: CommitPerson;
  readonly authoredAt: Date;
  /** Told the process that commits as soon as it runs. */
  readonly started?: (pid: number) => void;
  /** Asked before each further try while another git holds a lock. */
  readonly mayTryAgain?: () => Promise<boolean>;
}

export type CommitResult =
  | { readonly ok: true; readonly note?: string }
  /** `locked` when nothing is wrong but that another git holds what we need. */
  | { readonly ok: false; readonly words: string; readonly locked: boolean };

/** A commit as it tells who made it; `authoredAt` is in seconds. */
export interface TouchingCommit {
  readonly commit: string;
  readonly author: CommitPerson;
  readonly authoredAt: number;
  readonly subject: string;
}

export interface GitTimes {
  readonly commandMs: number;
  /** For what waits for others: hooks, signing, a remote. */
  readonly othersMs: number;
  readonly lockPatienceMs: number;
}
/** As `git rev-parse` names a branch. */
const BRANCHES = 'refs/heads/';
/** No object stands in for another. */
const AS_COMMITTED = { GIT_NO_REPLACE_OBJECTS: '1' };

export const GIT_TIMES: GitTimes = { commandMs: 60_000, othersMs: 60_000, lockPatienceMs: 5_000 };

type Command = Omit<GitCommand, 'cwd' | 'timeLimitMs'> & Partial<Pick<GitCommand, 'timeLimitMs'>>;

/** One checkout, and the few things that are ever done to it. */
export class GitRepository {
  private committerAsked: Promise<CommitPerson | undefined> | undefined;

  constructor(
    private readonly root: string,
    private readonly times: GitTimes = GIT_TIMES,
  ) {}

  async pathState(path: string): Promise<PathState | { readonly words: string }> {
    // Needed next, and asked meanwhile.
    this.committerAsked = this.committer();
    // The branch is of no interest, but simple-git waits a while for commands that print nothing.
    const args = ['status', '--porcelain=v1', '-z', '--branch', '--no-ahead-behind'];
    const result = await this.git({
      args: [...args, '--untracked-files=all', '--ignored=matching', '--', literal(path)],
      // Looking takes no lock from an agent at work, and no room on a full disk.
      env: { GIT_OPTIONAL_LOCKS: '0' },
    });
    if (!result.ok) return { words: result.words };
    const [, entry = ''] = result.stdout.split('\0');
    const code = entry.slice(0, 2);
    if (code === '') return 'clean';
    if (code === '!!') return 'ignored';
    if (code === ' A') return 'intended';
    return code === '??' ? 'untracked' : 'modified';
  }

  /**
   * Commits this path alone; whatever else is staged or changed stays as it is. Hooks run. On failure the index is as
   * before.
   */
  async commit(request: CommitRequest): Promise<CommitResult> {
    const committer = await (this.committerAsked ?? this.committer());
    // An intent to add makes an untracked path committable without staging its content.
    const isToAdd = request.state === 'untracked' && !(await this.isAdded(request.path));
    if (isToAdd) {
      const added = await this.intend(request.path);
      if (!added.ok) return failed(added);
    }
    const command = {
      args: ['commit', '--file=-', '--cleanup=verbatim', '--only', '--', literal(request.path)],
      config: ['i18n.commitEncoding=UTF-8'],
      env: { ...authorEnvironment(request), ...committerEnvironment(committer) },
      input: request.message,
      timeLimitMs: this.times.othersMs,
      ...(request.started && { started: request.started }),
    };
    const committed = await this.patiently(command, request.mayTryAgain);
    if (committed.ok) return committer ? { ok: true, note: committerNote(committer) } : { ok: true };
    if (isToAdd) await this.forget(request.path);
    return failed(committed);
  }

  /**
   * How many commits may carry this decision's trailer. Without `since` all of them are looked at: git stops at the first older one,
   * and whoever commits chooses the date. Quick to say none: simple-git waits a while for commands that print nothing.
   */
  async countDecisions(
    decisionId: string,
    since: Date | undefined,
  ): Promise<number | { readonly words: string }> {
    const result = await this.git({
      args: ['rev-list', '--count', ...sayingDecision(decisionId, since)],
      env: AS_COMMITTED,
    });
    return result.ok ? Number(result.stdout) : { words: result.words };
  }

  /** The commit that carries this decision's trailer, looking back no further than `since`. */
  async findDecision(decisionId: string, since: Date | undefined): Promise<string | undefined> {
    const wanted = trailerId(decisionId);
    const format = `--format=%H%x00%(trailers:key=${DECISION_TRAILER},valueonly,unfold)%x00`;
    const result = await this.git({
      args: ['log', ...sayingDecision(decisionId, since), format],
      // What a repository is set to call a trailer is not ours to follow.
      config: ['trailer.separators=:'],
      env: AS_COMMITTED,
    });
    if (!result.ok) return undefined;
    const fields = result.stdout.split('\0').map((field) => field.trim());
    const at = fields.findIndex((field, i) => i % 2 === 1 && field.split('\n').includes(wanted));
    return at > 0 ? fields[at - 1] : undefined;
  }

  /** The file as a commit has it, written as in a checkout; undefined when it has none, or cannot be read. */
  async fileIn(commit: string, path: string): Promise<string | undefined> {
    const result = await this.git({ args: ['cat-file', '--filters', `${commit}:${path}`] });
    return result.ok ? result.stdout : undefined;
  }

  /** What a commit changed beside its parent. */
  async pathsOf(commit: string): Promise<string[]> {
    const result = await this.git({
      args: ['show', '--format=', '--name-only', '-z', '-m', '--first-parent', commit],
    });
    return result.ok ? result.stdout.split('\0').filter(Boolean) : [];
  }

  /** The branch that is checked out, if it is one. */
  async branch(): Promise<string | undefined> {
    const result = await this.git({ args: ['rev-parse', '--symbolic-full-name', 'HEAD'] });
    const name = result.ok ? result.stdout.trim() : '';
    return name.startsWith(BRANCHES) ? name.slice(BRANCHES.length) : undefined;
  }

  /** Where `git pull` takes the branch's news from: a remote and the branch's full name there. */
  async upstream(branch: string): Promise<{ remote: string; ref: string } | undefined> {
    const format = '--format=%(upstream:remotename)%00%(upstream:remoteref)';
    const result = await this.git({ args: ['for-each-ref', format, `${BRANCHES}${branch}`] });
    const [remote = '', ref = ''] = (result.ok ? result.stdout.trim() : '').split('\0');
    // A branch may follow another one of the same repository, whose remote is called ".".
    return remote && remote !== '.' && ref ? { remote, ref } : undefined;
  }

  push(commit: string, remote: string, ref: string): Promise<GitResult> {
    const args = ['push', '--porcelain', remote, `${commit}:${ref}`];
    return this.git({ args, timeLimitMs: this.times.othersMs });
  }

  async head(): Promise<string | undefined> {
    const result = await this.git({ args: ['rev-parse', '--verify', 'HEAD'] });
    return result.ok ? result.stdout.trim() : undefined;
  }

  /** Everything that the next commit would take along. */
  async stagedPaths(): Promise<readonly string[] | { readonly words: string }> {
    const args = ['status', '--porcelain=v1', '-z', '--branch', '--no-ahead-behind', '--untracked-files=no'];
    const result = await this.git({ args: [...args, '--no-renames'], env: { GIT_OPTIONAL_LOCKS: '0' } });
    if (!result.ok) return { words: result.words };
    // An intent to add stages nothing.
    const staged = result.stdout.split('\0').filter((entry) => /^[^ ?!#]/.test(entry));
    return staged.map((entry) => entry.slice(3));
  }

  /** Commits after `since` (all, without one) that touched the path, newest first. */
  async commitsOf(path: string, since: string | undefined): Promise<TouchingCommit[]> {
    const range = since === undefined ? 'HEAD' : `${since}..HEAD`;
    const format = '--format=%H%x00%an%x00%ae%x00%at%x00%s%x00';
    const result = await this.git({ args: ['log', '-n', '50', format, range, '--', literal(path)] });
    const fields = result.ok ? result.stdout.split('\0').map((field) => field.trim()) : [];
    return Array.from({ length: Math.floor(fields.length / 5) }, (_, i) => {
      const [commit = '', name = '', email = '', at = '', subject = ''] = fields.slice(i * 5, i * 5 + 5);
      return { commit, author: { name, email }, authoredAt: Number(at), subject };
    });
  }

  /** Whether the commit is where the branch's news goes, as far as this repository knows. */
  async isUpstream(commit: string): Promise<boolean> {
    const result = await this.git({ args: ['rev-list', '--count', `@{upstream}..${commit}`] });
    return result.ok && result.stdout.trim() === '0';
  }

  /** Takes from the index what is staged of the path. */
  async unstage(path: string): Promise<void> {
    await this.patiently({ args: ['reset', '-q', '--', literal(path)] });
  }

  /** Who commits here, for programs that run git themselves; nothing when git knows. */
  async committerVariables(): Promise<Record<string, string>> {
    return committerEnvironment(await this.committer());
  }

  /** The newest commit that touched the path. */
  async lastCommitOf(path: string): Promise<string | undefined> {
    const result = await this.git({ args: ['log', '-n', '1', '--format=%H', '--', literal(path)] });
    return result.ok ? result.stdout.trim() || undefined : undefined;
  }

  /** Whoever wrote a file may have added or committed it since it was looked at: what is theirs in the index stays there. */
  private async isAdded(path: string): Promise<boolean> {
    const state = await this.pathState(path);
    return state === 'clean' || state === 'modified';
  }

  private async intend(path: string): Promise<GitResult> {
    const added = await this.patiently({ args: ['add', '-v', '--intent-to-add', '--', literal(path)] });
    // Outside of a sparse checkout's paths git wants to hear it twice; older ones do not know the option.
    if (added.ok || !added.words.includes('--sparse')) return added;
    return this.patiently({ args: ['add', '-v', '--sparse', '--intent-to-add', '--', literal(path)] });
  }

  /** Takes an intent to add back. */
  private async forget(path: string): Promise<void> {
    await this.patiently({ args: ['update-index', '--verbose', '--force-remove', '--', path] });
  }

  /** Undefined when git knows who commits here. */
  private async committer(): Promise<CommitPerson | undefined> {
    const result = await this.git({ args: ['config', '--get-regexp', '^user\\.(name|email)$'] });
    const known = result.ok ? result.stdout : '';
    return /^user\.name \S/m.test(known) && /^user\.email \S/m.test(known) ? undefined : CONNECTOR_PERSON;
  }

  /** Another git may hold the index for a moment: an agent that commits, an editor that refreshes. */
  private async patiently(command: Command, mayTryAgain = () => Promise.resolve(true)): Promise<GitResult> {
    const until = Date.now() + this.times.lockPatienceMs;
    for (;;) {
      const result = await this.git(command);
      if (result.ok || result.timedOut || !isLocked(result.words) || Date.now() >= until) return result;
      await pause(150);
      if (!(await mayTryAgain())) return result;
    }
  }

  private git(command: Command): Promise<GitResult> {
    return runGit({ cwd: this.root, timeLimitMs: this.times.commandMs, ...command });
  }
}

/** Chooses the commits whose message has the trailer's line somewhere. */
function sayingDecision(decisionId: string, since: Date | undefined): string[] {
  const grep = `--grep=${DECISION_TRAILER}: ${trailerId(decisionId)}`;
  const bound = since ? [`--since=@${Math.floor(since.getTime() / 1000)}`] : [];
  return ['--all', ...bound, '--fixed-strings', grep];
}

/** No character of a path is a pattern. */
function literal(path: string): string {
  return `:(top,literal)${path}`;
}

function failed({ words }: Extract<GitResult, { ok: false }>): CommitResult {
  return { ok: false, words, locked: isLocked(words) };
}

/** A hook may speak of other files that end so. */
function isLocked(words: string): boolean {
  return /(?:\bindex|\bHEAD|\bpacked-refs|\brefs\/\S+)\.lock\b/.test(words);
}

function authorEnvironment({ author, authoredAt }: CommitRequest): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: `@${Math.floor(authoredAt.getTime() / 1000)} +0000`,
  };
}

function committerEnvironment(committer: CommitPerson | undefined): Record<string, string> {
  if (!committer) return {};
  return { GIT_COMMITTER_NAME: committer.name, GIT_COMMITTER_EMAIL: committer.email };
}

function committerNote(committer: CommitPerson): string {
  return `git has no user.name and user.email on this machine, so "${committer.name}" is the committer.`;
}
