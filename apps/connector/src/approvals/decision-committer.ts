import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecisionOutcome, GateModel } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { resolveInside } from '../workspaces/contained-path.js';
import type { Workspace } from '../workspaces/workspace.js';
import { approvalTime, type ApprovalOrder, type Outcome } from './approval-order.js';
import { commitMessage } from './commit-message.js';
import { authorOf } from './commit-people.js';
import type { DecisionJournal, JournalEntry, JournalledEdit } from './decision-journal.js';
import { bytesDigest } from './gate-edit.js';
import type { CommitResult, GitRepository } from './git-repository.js';
import type { LocatedFile } from './locate-status-file.js';
import { replaceFile } from './replace-file.js';
import type { RunningGit } from './running-git.js';

type EditedEntry = JournalEntry & { readonly edit: JournalledEdit };
interface Previous {
  readonly real: string;
  readonly bytes: Buffer;
}

/** Clocks of people's machines and HQ's differ a little. */
const CLOCK_SLACK_MS = 3_600_000;

/** From a written file to a commit, now or after a crash. */
export class DecisionCommitter {
  constructor(
    private readonly journal: DecisionJournal,
    private readonly running: RunningGit,
    private readonly repositoryOf: (workspace: Workspace) => GitRepository | undefined,
  ) {}

  /** Commits what was just written; when git refuses, puts `previous` back. */
  async commit(workspace: Workspace, entry: EditedEntry, previous?: Previous): Promise<Outcome> {
    const { edit } = entry;
    const repository = this.repositoryOf(workspace);
    if (!repository || edit.pathState === 'none')
      return this.settle(workspace, entry, {
        note: 'Not a git repository: the file was written, nothing was committed.',
      });
    if (edit.pathState === 'ignored')
      return this.settle(workspace, entry, {
        note: 'git ignores this file: it was written, nothing was committed.',
      });
    const result = await this.runCommit(repository, entry);
    if (!result.ok) return this.afterFailedCommit(workspace, repository, entry, result.words, previous);
    const commit = (await this.find(repository, entry)) ?? (await repository.lastCommitOf(edit.target));
    const went =
      edit.pathState === 'modified' ? 'Uncommitted changes that were in the file went along.' : undefined;
    const note = [went, result.note].filter(Boolean).join(' ');
    return this.settle(workspace, entry, { commit, note: note || undefined });
  }

  /** What a process before this one left in the middle. Undefined when the file was not written after all. */
  async resume(workspace: Workspace, entry: JournalEntry): Promise<Outcome | undefined> {
    const { edit } = entry;
    if (!edit) return undefined;
    await this.running.endLeftOver(entry.decisionId);
    const repository = this.repositoryOf(workspace);
    const commit = repository && (await this.find(repository, entry));
    if (commit !== undefined) return this.settle(workspace, { ...entry, edit }, { commit });
    const gate = await gateOnDisk(workspace, edit);
    return gate?.digest === edit.gateAfter ? this.commit(workspace, { ...entry, edit }) : undefined;
  }

  /** The file says what this order would write, but the journal knows nothing: git tells whether it was committed. */
  async finishWritten(
    workspace: Workspace,
    order: ApprovalOrder,
    file: LocatedFile,
    gate: GateModel,
  ): Promise<Outcome> {
    const repository = this.repositoryOf(workspace);
    const state = (await repository?.pathState(file.target)) ?? 'none';
    const entry: EditedEntry = {
      decisionId: order.decisionId,
      state: 'written',
      receivedAt: new Date(Math.min(Date.now(), approvalTime(order).getTime())).toISOString(),
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
    const outcome = (await this.resume(workspace, entry)) ?? (await this.commit(workspace, entry));
    return outcome.ok ? { ok: true, outcome: { ...outcome.outcome, outcome: 'already_applied' } } : outcome;
  }

  private async runCommit(repository: GitRepository, { edit, order }: EditedEntry): Promise<CommitResult> {
    let noted: Promise<void> = Promise.resolve();
    const result = await repository.commit({
      path: edit.target,
      state: edit.pathState === 'untracked' ? 'untracked' : 'modified',
      message: commitMessage(order, edit.gate),
      author: authorOf(order),
      authoredAt: approvalTime(order),
      started: (pid) => {
        noted = this.running.note(order.decisionId, pid);
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

  private async afterFailedCommit(
    workspace: Workspace,
    repository: GitRepository,
    entry: EditedEntry,
    words: string,
    previous: Previous | undefined,
  ): Promise<Outcome> {
    const { edit } = entry;
    // Somebody else's commit may have taken the file along between our writing and our committing.
    if (
      (await repository.pathState(edit.target)) === 'clean' &&
      (await gateOnDisk(workspace, edit))?.passed
    ) {
      const commit = await repository.lastCommitOf(edit.target);
      return this.settle(workspace, entry, { commit, note: 'Another commit took the approval along.' });
    }
    const restored =
      previous !== undefined &&
      (await replaceFile(previous.real, previous.bytes, edit.fileAfter)).kind === 'replaced';
    await this.journal.forget(entry.decisionId);
    const state = restored
      ? 'The file is as it was before.'
      : `${edit.statusFile} still holds the approval, uncommitted: commit it or take it back by hand.`;
    return {
      ok: false,
      refusal: { code: 'GIT_FAILED', error: `git did not commit. ${state} git said: ${words}` },
    };
  }

  private async settle(
    workspace: Workspace,
    entry: EditedEntry,
    result: { commit?: string | undefined; note?: string | undefined },
  ): Promise<Outcome> {
    const bytes = await readFile(join(workspace.path, entry.edit.target)).catch(() => undefined);
    const outcome: DecisionOutcome = {
      outcome: 'applied',
      status_file: entry.edit.statusFile,
      digest: bytes ? bytesDigest(bytes) : entry.edit.fileAfter,
      ...(result.commit !== undefined && { commit: result.commit }),
      ...(result.note !== undefined && { note: result.note.slice(0, 4000) }),
    };
    await this.journal.save({ ...entry, state: 'committed', outcome });
    return { ok: true, outcome };
  }
}

async function gateOnDisk(workspace: Workspace, edit: JournalledEdit): Promise<GateModel | undefined> {
  const place = await resolveInside(workspace.path, edit.statusFile);
  if (place.kind !== 'inside') return undefined;
  const text = await readFile(place.real, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return parseStatusFile(text, edit.statusFile).gates.find((gate) => gate.name === edit.gate);
}
