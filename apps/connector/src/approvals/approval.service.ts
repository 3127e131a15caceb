import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { PublicKey, Refusal } from '@codev-hq/protocol';
import { LOG, type Log } from '../connector-log.js';
import { INSTANCE_ID } from '../workspaces/instance-identity.js';
import { WORKSPACES, type Workspace, type Workspaces } from '../workspaces/workspace.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { ApprovalRoom } from './approval-room.js';
import { checkoutOf, type Checkout } from './decision-checkout.js';
import {
  approverName,
  type DecisionOrder,
  type OrderOrigin,
  type Outcome,
  type Progress,
} from './decision-order.js';
import type { JournalEntry } from './decision-journal.js';
import type { DecisionProgress } from './decision-progress.js';
import { faultOfProof } from './decision-proof.js';

/** Takes decisions in, one at a time per checkout, and answers how they ended. */
@Injectable()
export class ApprovalService implements BeforeApplicationShutdown {
  private readonly queues = new Map<string, Promise<unknown>>();
  /** Decisions that wait for git: HQ asks again with every connection, and all are one wait. */
  private readonly waiting = new Map<string, Promise<Outcome | undefined>>();

  constructor(
    @Inject(WORKSPACES) private readonly workspaces: Workspaces,
    @Inject(INSTANCE_ID) private readonly instanceId: string,
    private readonly store: StatusFileStore,
    private readonly room: ApprovalRoom,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** How far the decisions are that are not final yet. */
  get progress(): DecisionProgress {
    return this.room.progress;
  }

  /** Finishes what a process before this one left in the middle, whether or not HQ can be reached. */
  async recover(): Promise<void> {
    const entries = await this.room.journal.unfinished(new Date());
    // One that has to wait must not keep another project's from being finished.
    await Promise.all(entries.map((entry) => this.finish(entry)));
  }

  private async finish(entry: JournalEntry): Promise<void> {
    const checkout = await this.checkoutOf(entry.order);
    if (!checkout) return;
    const outcome = await this.patiently(checkout, entry.order, async () => {
      const progress = await this.room.resume(checkout, entry);
      return progress && this.told(checkout, entry.order, progress);
    });
    if (outcome) this.report(entry.order, outcome);
    if (entry.edit) await this.tellStore(entry.order, entry.edit.statusFile);
  }

  /** HQ has introduced itself; its keys are believed from the first time on. */
  async meet(hqUrl: string, keys: readonly PublicKey[]): Promise<void> {
    const result = await this.room.keys.meet(hqUrl, keys);
    if (result.kind === 'pinned')
      this.log.info({ hq: hqUrl }, 'HQ’s signing keys are remembered from now on');
    if (result.kind === 'changed') this.log.error({ hq: hqUrl }, result.advice);
  }

  /** Undefined when this process stops before the outcome is final: the next one finishes it, and HQ asks again. */
  async decide(order: DecisionOrder, origin: OrderOrigin): Promise<Outcome | undefined> {
    const outcome = await this.outcomeOf(order, origin);
    if (outcome) {
      this.progress.ended(order.decisionId);
      this.report(order, outcome);
    }
    return outcome;
  }

  /** HQ was told; nothing is left to do for this decision. */
  async answered({ tracked, decisionId }: DecisionOrder): Promise<void> {
    if (!tracked) return;
    const entry = await this.room.journal.read(decisionId);
    if (entry?.state === 'committed') await this.room.journal.saveIfPossible({ ...entry, state: 'answered' });
  }

  /** Decisions that wait for git are left to the next process. */
  stopWaiting(): void {
    this.room.patience.stop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopWaiting();
    await Promise.allSettled(this.queues.values());
  }

  private async outcomeOf(order: DecisionOrder, origin: OrderOrigin): Promise<Outcome | undefined> {
    const keys = await this.room.keys.of(origin.hqUrl);
    if (origin.signs || keys.length > 0) {
      const fault = await faultOfProof(order, keys, this.instanceId);
      if (fault !== undefined) return refuse('PROOF_INVALID', fault);
    }
    if (!this.workspaceOf(order.projectPath))
      return refuse(
        'PROJECT_NOT_FOUND',
        `This connector does not serve ${order.projectPath}. Start it with that path.`,
      );
    const checkout = await this.checkoutOf(order);
    if (!checkout)
      return refuse(
        'NOT_FOUND',
        `${order.worktree ?? ''} is not a worktree of ${order.projectPath} (any more). Look where the project is worked on now.`,
      );
    const { decisionId } = order;
    const asked = this.waiting.get(decisionId);
    if (asked) return asked;
    const apply = (): Promise<Progress | undefined> => this.applyOnce(checkout, order);
    const outcome = this.patiently(checkout, order, apply, () => this.waiting.set(decisionId, outcome));
    return outcome.finally(() => this.waiting.delete(decisionId));
  }

  /** Does its work again whenever what kept it from being finished is over. */
  private async patiently(
    checkout: Checkout,
    order: DecisionOrder,
    work: () => Promise<Progress | undefined>,
    waits?: () => void,
  ): Promise<Outcome | undefined> {
    let said = '';
    for (;;) {
      const progress = await this.queued(checkout, async () => this.kept(order, await work()));
      if (!progress || !('waits' in progress)) return progress;
      if (progress.waits !== said)
        this.log.warn({ decision: order.decisionId, project: checkout.path }, progress.waits);
      said = progress.waits;
      this.progress.waits(order.decisionId, progress);
      waits?.();
      if (!(await this.room.patience.until(checkout.path))) return undefined;
    }
  }

  /** No is final too: HQ may have heard it, and the same order again must not become a commit. */
  private async kept(order: DecisionOrder, progress: Progress | undefined): Promise<Progress | undefined> {
    if (!order.tracked || !progress || 'waits' in progress || progress.ok) return progress;
    const { code, error, candidates, changed } = progress.refusal;
    const refusal = {
      code,
      error,
      ...(candidates && { candidates: [...candidates] }),
      ...(changed && { changed: [...changed] }),
    };
    const receivedAt = new Date().toISOString();
    await this.room.journal.saveIfPossible({
      decisionId: order.decisionId,
      state: 'refused',
      receivedAt,
      order,
      refusal,
    });
    return progress;
  }

  private async applyOnce(checkout: Checkout, order: DecisionOrder): Promise<Progress | undefined> {
    const entry = await this.room.journal.read(order.decisionId);
    if (entry?.outcome) {
      const told = await this.told(checkout, order, { ok: true as const, outcome: entry.outcome });
      return { ok: true, outcome: { ...told.outcome, outcome: 'already_applied' } };
    }
    if (entry?.refusal) return { ok: false, refusal: entry.refusal };
    const resumed = entry && (await this.room.resume(checkout, entry));
    const progress = resumed ?? (await this.room.applier.apply(checkout, order, entry !== undefined));
    if (!progress || !('ok' in progress) || !progress.ok) return progress;
    void this.tellStore(order, progress.outcome.status_file);
    return this.told(checkout, order, progress);
  }

  /** Who waits for the decision hears of it once; when this process dies before that is written down, perhaps twice. */
  private async told<P extends Progress>(checkout: Checkout, order: DecisionOrder, progress: P): Promise<P> {
    if (!('ok' in progress) || !progress.ok) return progress;
    const entry = await this.room.journal.read(order.decisionId);
    if (entry?.state !== 'committed' || entry.outcome === undefined || entry.outcome.delivery)
      return progress;
    const delivery = await this.room.words.tell(checkout, order, progress.outcome.status_file);
    if (!delivery) return progress;
    await this.room.journal.saveIfPossible({ ...entry, outcome: { ...entry.outcome, delivery } });
    return { ...progress, outcome: { ...progress.outcome, delivery } };
  }

  /** One decision after the other per checkout: git's index has room for one. */
  private queued<T>(checkout: Checkout, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(checkout.path) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.queues.set(checkout.path, mine);
    return mine;
  }

  /** The watcher would notice too, but HQ is to hear of the file no later than of the outcome. */
  private async tellStore({ projectPath, worktree }: DecisionOrder, statusFile: string): Promise<void> {
    await this.store.refresh(projectPath, statusFile, worktree);
  }

  private async checkoutOf(order: DecisionOrder): Promise<Checkout | undefined> {
    const workspace = this.workspaceOf(order.projectPath);
    return workspace && checkoutOf(workspace, order);
  }

  private workspaceOf(path: string): Workspace | undefined {
    return this.workspaces.find((workspace) => workspace.path === path);
  }

  private report(order: DecisionOrder, outcome: Outcome): void {
    const about = { decision: order.decisionId, gate: order.gate, project: order.projectPath };
    if (!outcome.ok) {
      this.log.warn({ ...about, code: outcome.refusal.code }, `decision refused: ${outcome.refusal.error}`);
      return;
    }
    const { outcome: how, commit, note } = outcome.outcome;
    const where = commit === undefined ? 'without a commit' : `in commit ${commit.slice(0, 10)}`;
    const what = order.kind === 'approve' ? 'approved' : 'sent back for changes';
    this.log.info(
      { ...about, commit, note },
      `gate ${order.gate} ${what} by ${approverName(order)}: ${how.replace('_', ' ')} ${where}`,
    );
  }
}

function refuse(code: Refusal['code'], error: string): Outcome {
  return { ok: false, refusal: { code, error } };
}
