import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangedSinceRead, DecisionOutcome, GateModel, StatusFileModel } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import {
  decisionTime,
  nounFor,
  type DecisionOrder,
  type DecisionWaits,
  type Outcome,
  type Progress,
} from './decision-order.js';
import type { Checkout } from './decision-checkout.js';
import { commitMessage } from './commit-message.js';
import { authorOf } from './commit-people.js';
import { pushCommit, type PushReport } from './commit-push.js';
import type { DecisionJournal, JournalEntry, JournalledEdit } from './decision-journal.js';
import { bytesDigest, movedText } from './gate-edit.js';
import { adviceFor } from './git-advice.js';
import type { CommitResult, GitRepository, PathState } from './git-repository.js';
import type { LocatedFile } from './locate-status-file.js';
import type { FileBefore } from '../workspaces/merge-base-diff.js';
import { obstacleIn, operationIn, type Obstacle } from './repository-obstacle.js';
import type { RunningGit } from './running-git.js';
import { changedArtifacts, namesOf } from './reviewed-artifacts.js';
import { gateOf, gateOnDisk, modelOnDisk, putBack, type PutBack } from './written-gate.js';

export type EditedEntry = JournalEntry & { readonly edit: JournalledEdit };

/** Clocks of people's machines and HQ's differ a little. */
const CLOCK_SLACK_MS = 3_600_000;

/** From a written file to a commit: now, after a crash, or when git is free again. */
export class DecisionCommitter {
  constructor(
    private readonly journal: DecisionJournal,
    private readonly running: RunningGit,
    private readonly repositoryOf: (checkout: Checkout) => GitRepository | undefined,
    private readonly pushes: boolean,
  ) {}

  /** Commits what was just written; when git refuses, puts back what was there. */
  async commit(checkout: Checkout, entry: EditedEntry): Promise<Progress> {
    const { edit } = entry;
    const repository = this.repositoryOf(checkout);
    if (!repository || edit.pathState === 'none')
      return this.settle(checkout, entry, {
        note: 'Not a git repository: the file was written, nothing was committed.',
      });
    if (edit.pathState === 'ignored')
      return this.settle(checkout, entry, {
        note: 'git ignores this file: it was written, nothing was committed.',
      });
    const operation = await operationIn(checkout.path);
    if (operation) return waitsFor(operation, entry.order);
    const result = await this.runCommit(checkout, repository, entry);
    if (!result.ok) return this.afterFailedCommit(checkout, repository, entry, result);
    const commit = (await this.find(repository, entry)) ?? (await repository.lastCommitOf(edit.target));
    const went =
      edit.pathState === 'modified' || edit.pathState === 'intended'
        ? 'Uncommitted changes that were in the file went along.'
        : undefined;
    const odd = commit === undefined ? [] : await odditiesOf(repository, commit, entry);
    return this.settleCommitted(checkout, repository, entry, commit, [...odd, went, result.note]);
  }

  /** What was left in the middle, by a process before this one or to wait. Undefined when the file does not say it. */
  async resume(checkout: Checkout, entry: JournalEntry): Promise<Progress | undefined> {
    const { edit } = entry;
    if (!edit) return undefined;
    await this.running.endLeftOver(entry.decisionId);
    const repository = this.repositoryOf(checkout);
    const edited = { ...entry, edit };
    const commit = repository && (await this.findWithGate(repository, edited));
    if (repository && commit !== undefined)
      return this.settleCommitted(checkout, repository, edited, commit, []);
    const gate = await gateOnDisk(checkout, edit);
    if (gate?.digest !== edit.gateAfter) return undefined;
    if (!repository || edit.pathState === 'none') return this.commit(checkout, edited);
    const operation = await operationIn(checkout.path);
    if (operation) return waitsFor(operation, entry.order);
    const state = await repository.pathState(edit.target);
    if (typeof state !== 'string') return this.refuseCommit(checkout, edited, state.words);
    const isCommitted = state === 'clean' && (await isHeld(repository, edited));
    const moved = await movedSinceRead(checkout, edited);
    if (moved.length > 0) return this.refuseMoved(checkout, edited, moved, isCommitted);
    if (isCommitted) return this.takenAlong(checkout, repository, edited);
    return this.commit(checkout, {
      ...edited,
      edit: { ...edit, pathState: stateNow(edit.pathState, state) },
    });
  }

  /**
   * Which commit of this repository carries the decision. One that the journal says was begun is looked for in all of them, the other only
   * among those made since; where git cannot tell, its words.
   */
  async committedBefore(
    checkout: Checkout,
    order: DecisionOrder,
    isBegun: boolean,
  ): Promise<{ readonly commit: string | undefined } | { readonly words: string }> {
    const repository = this.repositoryOf(checkout);
    if (!repository) return { commit: undefined };
    const madeAt = Math.min(Date.now(), decisionTime(order).getTime());
    const since = isBegun ? undefined : new Date(madeAt - CLOCK_SLACK_MS);
    const count = await repository.countDecisions(order.decisionId, since);
    if (typeof count !== 'number') return count;
    return { commit: count === 0 ? undefined : await repository.findDecision(order.decisionId, since) };
  }

  /** The file says what this order would write, but the journal knows nothing: git tells whether it was committed. */
  async finishWritten(
    checkout: Checkout,
    order: DecisionOrder,
    file: LocatedFile,
    gate: GateModel,
  ): Promise<Progress> {
    const repository = this.repositoryOf(checkout);
    const state = (await repository?.pathState(file.target)) ?? 'none';
    const entry: EditedEntry = {
      decisionId: order.decisionId,
      state: 'written',
      receivedAt: new Date(Math.min(Date.now(), decisionTime(order).getTime())).toISOString(),
      order,
      edit: {
        statusFile: file.path,
        target: file.target,
        gate: gate.name,
        gateBefore: gate.digest,
        gateAfter: gate.digest,
        fileAfter: '',
        pathState: typeof state === 'string' ? state : 'clean',
      },
    };
    const progress = (await this.resume(checkout, entry)) ?? (await this.commit(checkout, entry));
    if ('waits' in progress || !progress.ok) return progress;
    return { ok: true, outcome: { ...progress.outcome, outcome: 'already_applied' } };
  }

  private async runCommit(
    checkout: Checkout,
    repository: GitRepository,
    entry: EditedEntry,
  ): Promise<CommitResult> {
    const { edit, order } = entry;
    let noted: Promise<void> = Promise.resolve();
    const result = await repository.commit({
      path: edit.target,
      state: edit.pathState === 'untracked' ? 'untracked' : 'modified',
      message: commitMessage(order, edit),
      author: authorOf(order),
      authoredAt: decisionTime(order),
      // An agent may write on while another git keeps ours waiting.
      mayTryAgain: async () => (await movedSinceRead(checkout, entry)).length === 0,
      started: (pid) => {
        noted = this.running.noteIfPossible(order.decisionId, pid);
      },
    });
    await noted;
    await this.running.ended(order.decisionId);
    return result;
  }

  private find(repository: GitRepository, entry: JournalEntry): Promise<string | undefined> {
    const since = new Date(new Date(entry.receivedAt).getTime() - CLOCK_SLACK_MS);
    return repository.findDecision(entry.decisionId, since);
  }

  /** Anybody can write a trailer: the commit has to hold the decided gate too. */
  private async findWithGate(repository: GitRepository, entry: EditedEntry): Promise<string | undefined> {
    const commit = await this.find(repository, entry);
    if (commit === undefined) return undefined;
    const model = await modelIn(repository, commit, entry.edit);
    return model && gateOf(model, entry.edit)?.digest === entry.edit.gateAfter ? commit : undefined;
  }

  private async afterFailedCommit(
    checkout: Checkout,
    repository: GitRepository,
    entry: EditedEntry,
    { words, locked }: Extract<CommitResult, { ok: false }>,
  ): Promise<Progress> {
    const { edit } = entry;
    // Somebody else's commit may have taken the file along between our writing and our committing.
    if (
      (await repository.pathState(edit.target)) === 'clean' &&
      isSaid(await gateOnDisk(checkout, edit), entry) &&
      (await isHeld(repository, entry))
    )
      return this.takenAlong(checkout, repository, entry);
    const obstacle = locked ? await obstacleIn(checkout.path) : await operationIn(checkout.path);
    if (obstacle) return waitsFor(obstacle, entry.order);
    if (locked) return waitsFor({ what: 'Another git is at work.', remedy: `then. ${words}` }, entry.order);
    return this.refuseCommit(checkout, entry, words);
  }

  private async refuseCommit(checkout: Checkout, entry: EditedEntry, words: string): Promise<Outcome> {
    const repository = this.repositoryOf(checkout);
    const { porchCommit, staged, target } = entry.edit;
    const how = await putBack(checkout, entry.edit);
    if (repository && porchCommit !== undefined) {
      const note = `porch approved the gate, but who decided could not be recorded in its file. git said: ${words}`;
      return this.settleCommitted(checkout, repository, entry, porchCommit, [note]);
    }
    if (how === 'as-before' && staged === true) await repository?.unstage(target);
    await this.journal.forget(entry.decisionId);
    const state = fileWords(how, entry, 'uncommitted: commit it or take it back by hand');
    const error = `git did not commit. ${state} ${adviceFor(words)} git said: ${words}`;
    return { ok: false, refusal: { code: 'GIT_FAILED', error } };
  }

  /** What was read has moved while the commit waited: nobody decided on what would be committed now. */
  private async refuseMoved(
    checkout: Checkout,
    entry: EditedEntry,
    changed: readonly ChangedSinceRead[],
    isCommitted: boolean,
  ): Promise<Outcome> {
    const { staged, target } = entry.edit;
    const how = await putBack(checkout, entry.edit);
    if (how === 'as-before' && staged === true) await this.repositoryOf(checkout)?.unstage(target);
    await this.journal.forget(entry.decisionId);
    const held = isCommitted ? 'and somebody committed it' : 'uncommitted';
    const kept = fileWords(how, entry, `${held}: take it back by hand`);
    const isOut = how === 'as-before' || how === 'out';
    const state = isOut && isCommitted ? `${kept} Somebody had committed it: commit the file again.` : kept;
    const error = `${namesOf(changed)} changed while the commit waited. Nothing was committed in your name. ${state} Look again, then decide.`;
    return { ok: false, refusal: { code: 'STALE', error, changed } };
  }

  private async takenAlong(
    checkout: Checkout,
    repository: GitRepository,
    entry: EditedEntry,
  ): Promise<Outcome> {
    const commit = await repository.lastCommitOf(entry.edit.target);
    const which = commit === undefined ? '' : ` (${commit.slice(0, 10)})`;
    const note = `Another commit${which} took the ${nounFor(entry.order)} along.`;
    return this.settleCommitted(checkout, repository, entry, commit, [note]);
  }

  private async settleCommitted(
    checkout: Checkout,
    repository: GitRepository,
    entry: EditedEntry,
    commit: string | undefined,
    notes: readonly (string | undefined)[],
  ): Promise<Outcome> {
    const push = commit === undefined ? undefined : await this.push(repository, entry.edit, commit);
    const note = [...notes, await detachedNote(repository, commit), push?.note].filter(Boolean).join(' ');
    return this.settle(checkout, entry, { commit, pushed: push?.pushed, note: note || undefined });
  }

  /** A commit that follows one of porch's goes where that went. */
  private async push(
    repository: GitRepository,
    { porchPushed }: JournalledEdit,
    commit: string,
  ): Promise<PushReport | undefined> {
    if (this.pushes || porchPushed === true) return pushCommit(repository, commit);
    if (porchPushed === undefined) return undefined;
    return { pushed: false, note: 'porch could not push: push by hand when that is mended.' };
  }

  private async settle(
    checkout: Checkout,
    entry: EditedEntry,
    result: { commit?: string | undefined; pushed?: boolean | undefined; note?: string | undefined },
  ): Promise<Outcome> {
    const note = [entry.edit.note, result.note].filter(Boolean).join(' ');
    const bytes = await readFile(join(checkout.path, entry.edit.target)).catch(() => undefined);
    const outcome: DecisionOutcome = {
      outcome: 'applied',
      status_file: entry.edit.statusFile,
      digest: bytes ? bytesDigest(bytes) : entry.edit.fileAfter,
      ...(result.commit !== undefined && { commit: result.commit }),
      ...(result.pushed !== undefined && { pushed: result.pushed }),
      ...(note && { note: note.slice(0, 4000) }),
    };
    const edit = { ...entry.edit, before: undefined };
    await this.journal.saveIfPossible({ ...entry, edit, state: 'committed', outcome });
    return { ok: true, outcome };
  }
}

function waitsFor({ what, remedy }: Pick<Obstacle, 'what' | 'remedy'>, order: DecisionOrder): DecisionWaits {
  const waits = `${what} The ${nounFor(order)} is written and will be committed ${remedy}`;
  return { waits, begun: true };
}

/** What the file holds after a decision that came to nothing; `still` is said of it where it holds the decision. */
function fileWords(how: PutBack, { edit: { statusFile }, order }: EditedEntry, still: string): string {
  switch (how) {
    case 'as-before':
      return 'The file is as it was before.';
    case 'out':
      return `The ${nounFor(order)} was taken out of ${statusFile} again; what else has changed there was kept.`;
    case 'still-said':
      return `${statusFile} still holds the ${nounFor(order)}, ${still}.`;
    case 'other-said':
      return `Somebody has changed the gate in ${statusFile} since: look at it there.`;
  }
}

/** What a person read and is not so any more, in the file that was written and beside it. */
async function movedSinceRead(checkout: Checkout, entry: EditedEntry): Promise<readonly ChangedSinceRead[]> {
  const { edit, order } = entry;
  const model = await modelOnDisk(checkout, edit);
  const text = model ? movedText(model, edit.statusFile, order) : [];
  return [...text, ...(await changedArtifacts(checkout, order, fileBefore(entry)))];
}

/** What was built has the status file in it too, as it was before the decision was written there. */
function fileBefore({ edit, porch }: EditedEntry): FileBefore | undefined {
  const before = porch?.before ?? edit.before;
  if (before === undefined) return undefined;
  const isUnknown = edit.pathState === 'untracked' || edit.pathState === 'ignored';
  return { path: edit.target, content: isUnknown ? undefined : before };
}

/** A hook may add files to a commit, and change what is committed: that is not what was decided, and is said. */
async function odditiesOf(
  repository: GitRepository,
  commit: string,
  { edit, order }: EditedEntry,
): Promise<string[]> {
  const [paths, model] = await Promise.all([repository.pathsOf(commit), modelIn(repository, commit, edit)]);
  const others = paths.filter((path) => path !== edit.target);
  const gate = model && gateOf(model, edit);
  const differs =
    model !== undefined &&
    (gate?.digest !== edit.gateAfter || movedText(model, edit.statusFile, order).length > 0);
  return [
    differs ? `Look at this commit: a hook changed ${edit.statusFile} in it after it was decided.` : '',
    others.length > 0
      ? `Look at this commit: a hook added to it what nobody decided on (${others.slice(0, 5).join(', ')}).`
      : '',
  ].filter(Boolean);
}

/** An edit's file as a commit has it. */
async function modelIn(
  repository: GitRepository,
  commit: string,
  edit: JournalledEdit,
): Promise<StatusFileModel | undefined> {
  const text = await repository.fileIn(commit, edit.target);
  return text === undefined ? undefined : parseStatusFile(text, edit.statusFile);
}

/** What a path is committed as when some time has passed since it was written. */
function stateNow(before: JournalledEdit['pathState'], now: PathState): JournalledEdit['pathState'] {
  if (now === 'ignored' || now === 'untracked') return now;
  // We said ourselves that it would be added, and were interrupted.
  if (before === 'untracked') return now === 'intended' ? 'untracked' : 'clean';
  return before;
}

/** Whether the gate says what was decided, however it came there. */
function isSaid(gate: GateModel | undefined, { order, edit }: EditedEntry): boolean {
  return order.kind === 'approve' ? gate?.passed === true : gate?.digest === edit.gateAfter;
}

/** Whether what was decided is committed. Of a file that git was told not to look at, it says so whatever is in it. */
async function isHeld(repository: GitRepository, entry: EditedEntry): Promise<boolean> {
  const model = await modelIn(repository, 'HEAD', entry.edit);
  return isSaid(model && gateOf(model, entry.edit), entry);
}

async function detachedNote(
  repository: GitRepository,
  commit: string | undefined,
): Promise<string | undefined> {
  if (commit === undefined || (await repository.branch()) !== undefined) return undefined;
  return `HEAD is detached there, so the commit is on no branch. Keep it with: git branch <name> ${commit.slice(0, 10)}.`;
}
