import { readFile } from 'node:fs/promises';
import type { GateModel, Refusal } from '@codev-hq/protocol';
import { parseStatusFile, setGate } from '@codev-hq/status-file';
import { OutputPieces } from '../agent-farm/output-pieces.js';
import { runPorchApprove, type PorchEnd } from '../agent-farm/porch-runner.js';
import { resolveInside } from '../workspaces/contained-path.js';
import { codeOf, writeTrouble } from '../workspaces/system-error.js';
import { porchSubject } from './commit-message.js';
import { authorOf } from './commit-people.js';
import type { Checkout } from './decision-checkout.js';
import type { DecisionCommitter } from './decision-committer.js';
import type { DecisionJournal, JournalEntry, PorchRun } from './decision-journal.js';
import { approverName, decisionTime, type DecisionOrder, type Progress } from './decision-order.js';
import type { DecisionProgress } from './decision-progress.js';
import { bytesDigest } from './gate-edit.js';
import { adviceFor } from './git-advice.js';
import type { GitRepository, PathState, TouchingCommit } from './git-repository.js';
import type { LocatedFile } from './locate-status-file.js';
import { whyPorchIsNotAsked, whyPorchMustWait } from './porch-conditions.js';
import { replaceFile } from './replace-file.js';
import { changedArtifacts, namesOf } from './reviewed-artifacts.js';
import type { RunningGit } from './running-git.js';

export interface PorchParts {
  readonly journal: DecisionJournal;
  readonly running: RunningGit;
  readonly committer: DecisionCommitter;
  readonly progress: DecisionProgress;
  /** Fires when this process stops. */
  readonly stopped: AbortSignal;
  readonly repositoryOf: (checkout: Checkout) => GitRepository | undefined;
  /** Where porch is, if it is. */
  readonly porch: () => string | undefined;
  readonly timeLimitMs: number;
}

export interface AskedGate {
  readonly file: LocatedFile;
  readonly previous: Buffer;
  readonly gate: GateModel;
}

export type PorchAnswer =
  | { readonly kind: 'ended'; readonly progress: Progress | 'changed' | undefined }
  /** There is no porch, or none that would do this right: `note` says so when a person may wonder. */
  | { readonly kind: 'not-asked'; readonly note?: string };

export type PorchEntry = JournalEntry & { readonly porch: PorchRun };

/**
 * Has porch approve a gate, after its own checks. porch's exit code proves nothing: it fails after having committed, and
 * succeeds without. So what it did is told by the file, by HEAD and by the upstream.
 *
 * porch knows no approver and its commit takes no trailers. They are recorded in a commit of ours behind it: written
 * before, a pending gate would name an approver while checks still run, and a commit that is pushed is never changed.
 */
export class PorchApprover {
  constructor(private readonly parts: PorchParts) {}

  async approve(checkout: Checkout, order: DecisionOrder, asked: AskedGate): Promise<PorchAnswer> {
    const porch = this.parts.porch();
    const repository = this.parts.repositoryOf(checkout);
    if (porch === undefined || !repository) return { kind: 'not-asked' };
    const note = await whyPorchIsNotAsked(checkout, order, asked.file.path);
    if (note !== undefined) return { kind: 'not-asked', note };
    const { stopped } = this.parts;
    if (stopped.aborted) return { kind: 'ended', progress: undefined };
    const waits = await whyPorchMustWait(checkout, repository, order);
    if (waits) return { kind: 'ended', progress: waits };
    const entry = await this.begin(repository, order, asked);
    if (typeof entry === 'string') return { kind: 'ended', progress: refuse('WRITE_FAILED', entry) };
    // Somebody may have saved the file while git was asked.
    const now = await readFile(asked.file.real).catch(() => undefined);
    if (!now?.equals(asked.previous)) return { kind: 'ended', progress: 'changed' };
    const end = await this.run(porch, checkout, repository, entry);
    return { kind: 'ended', progress: await this.judge(checkout, repository, entry, end) };
  }

  /** What a process before this one left, or what waits for git. Undefined when porch did not approve it. */
  async resume(checkout: Checkout, entry: PorchEntry): Promise<Progress | undefined> {
    const { committer, repositoryOf, running } = this.parts;
    const repository = repositoryOf(checkout);
    if (!repository) return undefined;
    await running.endLeftOver(entry.decisionId);
    const recorded = entry.edit && (await committer.resume(checkout, entry));
    return recorded ?? this.judge(checkout, repository, entry, undefined);
  }

  /** Nothing is done that was not written down before; answers in words why that cannot be. */
  private async begin(
    repository: GitRepository,
    order: DecisionOrder,
    { file, previous, gate }: AskedGate,
  ): Promise<PorchEntry | string> {
    const entry: PorchEntry = {
      decisionId: order.decisionId,
      state: 'received',
      receivedAt: new Date().toISOString(),
      order,
      porch: {
        statusFile: file.path,
        target: file.target,
        gate: gate.name,
        gateBefore: gate.digest,
        before: previous.toString('utf8'),
        head: await repository.head(),
      },
    };
    try {
      await this.parts.journal.save(entry);
      return entry;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return `Nothing was written, because the connector’s journal cannot be. ${writeTrouble(error)}`;
    }
  }

  private async run(
    porch: string,
    checkout: Checkout,
    repository: GitRepository,
    { order, porch: { gate } }: PorchEntry,
  ): Promise<PorchEnd> {
    const { running, progress, stopped, timeLimitMs } = this.parts;
    const { decisionId, projectId } = order;
    const pieces = new OutputPieces((output) => progress.checking(decisionId, output));
    let noted: Promise<void> = Promise.resolve();
    progress.waits(decisionId, { waits: `porch runs its checks for ${gate}.`, begun: false });
    const end = await runPorchApprove({
      porch,
      cwd: checkout.path,
      projectId,
      gate,
      env: { ...authorVariables(order), ...(await repository.committerVariables()) },
      timeLimitMs,
      started: (pid) => {
        noted = running.noteIfPossible(decisionId, pid);
      },
      output: (text) => pieces.add(text),
      stopped,
    });
    pieces.end();
    await noted;
    // When this process is stopping, what it could not end is ended by the next one.
    if (end.why !== 'stopped') await running.ended(decisionId);
    return end;
  }

  private async judge(
    checkout: Checkout,
    repository: GitRepository,
    entry: PorchEntry,
    end: PorchEnd | undefined,
  ): Promise<Progress | undefined> {
    const found = await this.gateNow(checkout, entry.porch);
    if (!found?.gate.passed) return end && notApproved(end, this.parts.timeLimitMs);
    const { target, head } = entry.porch;
    const commits = await repository.commitsOf(target, head);
    const subject = porchSubject(entry.order.projectId, entry.porch.gate);
    const approval = commits.find((commit) => commit.subject === subject);
    if (approval && !isBy(approval, entry.order))
      return refuse('GATE_NOT_PENDING', approvedMeanwhile(entry.porch.gate, approval));
    const state = await repository.pathState(target);
    if (typeof state !== 'string')
      return refuse('GIT_FAILED', `${adviceFor(state.words)} git said: ${state.words}`);
    // Without a commit of porch's the file may still be in one: an agent's own commit took it along.
    const commit = approval?.commit ?? (state === 'clean' ? commits[0]?.commit : undefined);
    return this.record(checkout, repository, entry, { ...found, commit, state });
  }

  /** Writes down who decided, and commits that; or all of it, when porch could not commit. */
  private async record(
    checkout: Checkout,
    repository: GitRepository,
    entry: PorchEntry,
    found: ApprovedFile & { readonly commit: string | undefined; readonly state: PathState },
  ): Promise<Progress> {
    const { statusFile, target, gate, gateBefore, before } = entry.porch;
    const { commit, state, text, real } = found;
    // Too late to hold it back, and not too late to say so.
    const changed = await changedArtifacts(checkout, entry.order, { path: target, content: before });
    const meanwhile =
      changed.length === 0 ? '' : ` ${namesOf(changed)} changed while porch was at work: look at it again.`;
    const change = { fields: { approved_by: approverName(entry.order) } };
    const edit = setGate(text, statusFile, gate, change);
    // What porch wrote stands, whether or not a name can be added to it.
    const written = edit.ok ? edit.text : text;
    const edited = {
      ...entry,
      edit: {
        statusFile,
        target,
        gate,
        gateBefore,
        gateAfter: edit.ok ? edit.gate.digest : found.gate.digest,
        fileAfter: bytesDigest(Buffer.from(written)),
        before: commit === undefined ? before : text,
        // That it differs from HEAD now is porch’s own doing.
        pathState: state === 'untracked' || state === 'ignored' ? state : ('clean' as const),
        ...(commit === undefined
          ? { staged: true, note: `porch could not commit it itself.${meanwhile}` }
          : {
              porchCommit: commit,
              porchPushed: await repository.isUpstream(commit),
              note: `porch approved it in ${commit.slice(0, 10)}; who decided is recorded in the commit after it.${meanwhile}`,
            }),
      },
    };
    await this.parts.journal.saveIfPossible(edited);
    if (written !== text) {
      const replaced = await replaceFile(real, Buffer.from(written), bytesDigest(Buffer.from(text)));
      // The builder may go on at once; what it writes next to the gate is not ours.
      if (replaced.kind === 'changed') return this.judgeAgain(checkout, repository, entry);
    }
    return this.parts.committer.commit(checkout, { ...edited, state: 'written' });
  }

  private async judgeAgain(
    checkout: Checkout,
    repository: GitRepository,
    entry: PorchEntry,
  ): Promise<Progress> {
    const again = await this.judge(checkout, repository, entry, undefined);
    return (
      again ?? refuse('STALE', 'The gate was closed again while it was being approved. Look at it again.')
    );
  }

  private async gateNow(
    checkout: Checkout,
    { statusFile, gate }: PorchRun,
  ): Promise<ApprovedFile | undefined> {
    const place = await resolveInside(checkout.path, statusFile);
    if (place.kind !== 'inside') return undefined;
    const text = await readFile(place.real, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const model = parseStatusFile(text, statusFile).gates.find(({ name }) => name === gate);
    return model && { gate: model, text, real: place.real };
  }
}

interface ApprovedFile {
  readonly gate: GateModel;
  readonly text: string;
  readonly real: string;
}

/** The commit that porch makes is the person's. */
function authorVariables(order: DecisionOrder): Record<string, string> {
  const { name, email } = authorOf(order);
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: `@${secondsOf(order)} +0000`,
  };
}

/** Somebody at the machine may have run porch too; the moment of the decision is in no other commit. */
function isBy({ author, authoredAt }: TouchingCommit, order: DecisionOrder): boolean {
  const { name, email } = authorOf(order);
  return author.name === name && author.email === email && authoredAt === secondsOf(order);
}

function secondsOf(order: DecisionOrder): number {
  return Math.floor(decisionTime(order).getTime() / 1000);
}

function approvedMeanwhile(gate: string, { author, commit }: TouchingCommit): string {
  return `The gate "${gate}" was approved meanwhile, by ${author.name} in ${commit.slice(0, 10)}.`;
}

function notApproved({ why, tail }: PorchEnd, timeLimitMs: number): Progress | undefined {
  if (why === 'stopped') return undefined;
  const said = tail ? ` porch said: ${tail}` : '';
  if (why === 'timed-out')
    return refuse(
      'CHECKS_FAILED',
      `porch did not finish within ${Math.round(timeLimitMs / 60_000)} minutes and was ended; the gate stays closed. See there which check hangs, or give it more time with CODEV_PORCH_LIMIT_MINUTES, then decide again.${said}`,
    );
  return refuse(
    'CHECKS_FAILED',
    `porch did not approve it, and nothing was written. Mend what its checks say, then decide again.${said}`,
  );
}

function refuse(code: Refusal['code'], error: string): Progress {
  return { ok: false, refusal: { code, error } };
}
