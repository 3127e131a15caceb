import { readFile } from 'node:fs/promises';
import type { DecisionOutcome, Refusal } from '@codev-hq/protocol';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import { codeOf, writeTrouble } from '../workspaces/system-error.js';
import type { Checkout } from './decision-checkout.js';
import type { DecisionOrder, Outcome, Progress } from './decision-order.js';
import { isTooLate, tooLateWords } from './decision-deadline.js';
import type { DecisionCommitter, EditedEntry } from './decision-committer.js';
import type { DecisionJournal, JournalEntry } from './decision-journal.js';
import { bytesDigest, planGateEdit, type GatePlan } from './gate-edit.js';
import { adviceFor } from './git-advice.js';
import type { GitRepository } from './git-repository.js';
import { locateStatusFile, type LocatedFile } from './locate-status-file.js';
import type { PorchApprover } from './porch-approver.js';
import { replaceFile } from './replace-file.js';
import { changedArtifacts, staleArtifacts } from './reviewed-artifacts.js';

/** How often somebody may save the file between our reading and our writing before we give up. */
const ATTEMPTS = 10;

/** Turns an order into an edited file and a commit: each step written down before it is done (protocol section 6). */
export class ApprovalApplier {
  constructor(
    private readonly store: StatusFileStore,
    private readonly journal: DecisionJournal,
    private readonly committer: DecisionCommitter,
    private readonly porch: PorchApprover,
    private readonly repositoryOf: (checkout: Checkout) => GitRepository | undefined,
  ) {}

  /** `isBegun`: the journal knows of it. Undefined when this process stops before it is known how it ends. */
  async apply(checkout: Checkout, order: DecisionOrder, isBegun: boolean): Promise<Progress | undefined> {
    const [before, known] = await Promise.all([
      // The journal may be lost, and the gate open again since: what git knows is not done twice.
      order.tracked
        ? this.committer.committedBefore(checkout, order, isBegun)
        : Promise.resolve({ commit: undefined }),
      this.pathStateAhead(checkout, order),
    ]);
    if ('words' in before) return refuse('GIT_FAILED', unwrittenWords(before.words));
    const earlier = before.commit;
    const changed = earlier === undefined ? await changedArtifacts(checkout, order) : [];
    if (changed.length > 0) return { ok: false, refusal: staleArtifacts(changed) };
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const outcome = await this.attempt(checkout, order, earlier, known);
      if (outcome !== 'changed') return outcome;
    }
    return refuse('STALE', 'The status file keeps changing. Decide again when it is still.');
  }

  private async attempt(
    checkout: Checkout,
    order: DecisionOrder,
    earlier: string | undefined,
    known: KnownPath | undefined,
  ): Promise<Progress | 'changed' | undefined> {
    const located = await locateStatusFile(this.store, order, checkout);
    if (!located.ok) return located;
    const bytes = await readFile(located.file.real).catch(() => undefined);
    if (!bytes) return 'changed';
    const text = bytes.toString('utf8');
    if (!Buffer.from(text, 'utf8').equals(bytes))
      return refuse('UNSUPPORTED', `${located.file.path} is not UTF-8. Save it as UTF-8, then decide again.`);
    const plan = planGateEdit(text, located.file.path, order, new Date());
    if (earlier !== undefined && plan.kind !== 'written')
      return repeated(located.file, bytes, earlier, plan, order);
    switch (plan.kind) {
      case 'refused':
        return { ok: false, refusal: plan.refusal };
      case 'passed':
        return said('already_applied', located.file, bytes, plan.note);
      case 'recorded':
        return { ok: false, refusal: plan.refusal };
      case 'written':
        return this.committer.finishWritten(checkout, order, located.file, plan.gate);
      case 'unwritten':
        if (isTooLate(order, new Date())) return refuse('EXPIRED', tooLateWords(order));
        return this.unwritten(order, located.file, bytes);
      case 'write':
        if (isTooLate(order, new Date())) return refuse('EXPIRED', tooLateWords(order));
        return this.approveOrWrite(checkout, order, { file: located.file, bytes, known }, plan);
    }
  }

  /** The words to the builder are all there is to it; that they were due is kept, so that they are once. */
  private async unwritten(order: DecisionOrder, file: LocatedFile, bytes: Buffer): Promise<Outcome> {
    const done = said('applied', file, bytes, 'porch’s gate stays closed; nothing is written there.');
    const trouble = await this.remember({
      decisionId: order.decisionId,
      state: 'committed',
      receivedAt: new Date().toISOString(),
      order,
      outcome: done.outcome,
    });
    return trouble === undefined ? done : refuse('WRITE_FAILED', trouble);
  }

  /** porch runs its checks, so where it is it is asked; else what it would write is written. */
  private async approveOrWrite(
    checkout: Checkout,
    order: DecisionOrder,
    read: ReadFile,
    plan: Extract<GatePlan, { kind: 'write' }>,
  ): Promise<Progress | 'changed' | undefined> {
    if (plan.format === 'porch') {
      const { file, bytes } = read;
      const asked = await this.porch.approve(checkout, order, { file, previous: bytes, gate: plan.before });
      if (asked.kind === 'ended') return asked.progress;
      // porch may have changed the index.
      return this.write(checkout, order, { file, bytes, known: undefined }, plan, asked.note);
    }
    return this.write(checkout, order, read, plan);
  }

  private async write(
    checkout: Checkout,
    order: DecisionOrder,
    { file, bytes: previous, known }: ReadFile,
    plan: Extract<GatePlan, { kind: 'write' }>,
    note?: string,
  ): Promise<Progress | 'changed'> {
    const pathState =
      known?.target === file.target && known.digest === bytesDigest(previous)
        ? known.state
        : ((await this.repositoryOf(checkout)?.pathState(file.target)) ?? 'none');
    if (typeof pathState !== 'string') return refuse('GIT_FAILED', unwrittenWords(pathState.words));
    const entry: EditedEntry = {
      decisionId: order.decisionId,
      state: 'received',
      receivedAt: new Date().toISOString(),
      order,
      edit: {
        statusFile: file.path,
        target: file.target,
        gate: plan.after.name,
        gateBefore: plan.before.digest,
        gateAfter: plan.after.digest,
        fileAfter: bytesDigest(plan.bytes),
        before: previous.toString('utf8'),
        edits: [...plan.edits],
        pathState,
        note,
      },
    };
    const trouble = await this.remember(entry);
    if (trouble !== undefined) return refuse('WRITE_FAILED', trouble);
    const replaced = await replaceFile(file.real, plan.bytes, bytesDigest(previous));
    if (replaced.kind === 'changed') return 'changed';
    if (replaced.kind === 'failed') {
      await this.journal.forget(order.decisionId);
      return refuse('WRITE_FAILED', `${file.path} could not be written and is as before. ${replaced.words}`);
    }
    const written: EditedEntry = { ...entry, state: 'written' };
    await this.journal.saveIfPossible(written);
    return this.committer.commit(checkout, written);
  }

  /** What git thinks of the file, asked beside what else it is asked first: each question is a process, and a person waits. */
  private async pathStateAhead(checkout: Checkout, order: DecisionOrder): Promise<KnownPath | undefined> {
    const repository = this.repositoryOf(checkout);
    if (!repository) return undefined;
    const located = await locateStatusFile(this.store, order, checkout);
    if (!located.ok) return undefined;
    const bytes = await readFile(located.file.real).catch(() => undefined);
    if (!bytes) return undefined;
    const { target } = located.file;
    return { target, digest: bytesDigest(bytes), state: await repository.pathState(target) };
  }

  /** Nothing is done that was not written down before. */
  private async remember(entry: JournalEntry): Promise<string | undefined> {
    try {
      await this.journal.save(entry);
      return undefined;
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return `Nothing was written, because the connector’s journal cannot be. ${writeTrouble(error)}`;
    }
  }
}

/** What git thought of a file while that had these bytes; of other bytes it says nothing. */
interface KnownPath {
  readonly target: string;
  readonly digest: string;
  readonly state: Awaited<ReturnType<GitRepository['pathState']>>;
}

interface ReadFile {
  readonly file: LocatedFile;
  readonly bytes: Buffer;
  readonly known: KnownPath | undefined;
}

function unwrittenWords(words: string): string {
  return `Nothing was written. ${adviceFor(words)} git said: ${words}`;
}

function said(
  outcome: DecisionOutcome['outcome'],
  file: LocatedFile,
  bytes: Buffer,
  note?: string,
): Outcome & { ok: true } {
  const facts = { outcome, status_file: file.path, digest: bytesDigest(bytes) };
  return { ok: true, outcome: note === undefined ? facts : { ...facts, note } };
}

/** Whatever the gate says by now. */
function repeated(
  file: LocatedFile,
  bytes: Buffer,
  commit: string,
  plan: GatePlan,
  { kind }: DecisionOrder,
): Outcome {
  // After a request for changes a gate waits on; after an approval somebody has it wait again.
  if (kind === 'approve' && waitsAgain(plan))
    return refuse(
      'STALE',
      `This decision was applied by commit ${commit.slice(0, 10)}, and the gate was opened again since. Nothing was written: decide anew.`,
    );
  const note =
    plan.kind === 'recorded'
      ? undefined
      : `Commit ${commit.slice(0, 10)} carries this decision. The gate was changed since: decide anew if it waits again.`;
  const done = said('already_applied', file, bytes, note);
  return { ok: true, outcome: { ...done.outcome, commit } };
}

/** The gate is pending, as it was when the decision was made or in other words. */
function waitsAgain(plan: GatePlan): boolean {
  return plan.kind === 'write' || (plan.kind === 'refused' && plan.refusal.changed !== undefined);
}

function refuse(code: Refusal['code'], error: string): Outcome {
  return { ok: false, refusal: { code, error } };
}
