import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { HqPayload, PublicKey, Refusal } from '@codev-hq/protocol';
import { LOG, type Log } from '../connector-log.js';
import { INSTANCE_ID } from '../workspaces/instance-identity.js';
import { WORKSPACES, type Workspace, type Workspaces } from '../workspaces/workspace.js';
import { StatusFileStore } from '../status-files/status-file-store.js';
import { ApprovalRoom } from './approval-room.js';
import {
  approvalOrder,
  approverName,
  type ApprovalOrder,
  type OrderOrigin,
  type Outcome,
  type Progress,
} from './approval-order.js';
import type { JournalEntry } from './decision-journal.js';
import { DecisionProgress } from './decision-progress.js';
import { faultOfProof } from './decision-proof.js';

/** Takes approvals in, one at a time per repository, and answers how they ended. */
@Injectable()
export class ApprovalService implements BeforeApplicationShutdown {
  readonly progress = new DecisionProgress();
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

  /** Finishes what a process before this one left in the middle, whether or not HQ can be reached. */
  async recover(): Promise<void> {
    const entries = await this.room.journal.unfinished(new Date());
    // One that has to wait must not keep another project's from being finished.
    await Promise.all(entries.map((entry) => this.finish(entry)));
  }

  private async finish(entry: JournalEntry): Promise<void> {
    const workspace = this.workspaceOf(entry.order.projectPath);
    if (!workspace) return;
    const outcome = await this.patiently(workspace, entry.order, () =>
      this.room.committer.resume(workspace, entry),
    );
    if (outcome) this.report(entry.order, outcome);
    if (entry.edit) await this.store.refresh(workspace.path, entry.edit.statusFile);
  }

  /** HQ has introduced itself; its keys are believed from the first time on. */
  async meet(hqUrl: string, keys: readonly PublicKey[]): Promise<void> {
    const result = await this.room.keys.meet(hqUrl, keys);
    if (result.kind === 'pinned')
      this.log.info({ hq: hqUrl }, 'HQ’s signing keys are remembered from now on');
    if (result.kind === 'changed') this.log.error({ hq: hqUrl }, result.advice);
  }

  /** Undefined when this process stops before the outcome is final: the next one finishes it, and HQ asks again. */
  async decide(payload: HqPayload<'approval'>, origin: OrderOrigin): Promise<Outcome | undefined> {
    const order = approvalOrder(payload, origin.envelopeId);
    const outcome = await this.outcomeOf(order, origin);
    if (outcome) {
      this.progress.ended(order.decisionId);
      this.report(order, outcome);
    }
    return outcome;
  }

  /** HQ was told; nothing is left to do for this decision. */
  async answered(payload: HqPayload<'approval'>): Promise<void> {
    if (payload.decision_id === undefined) return;
    const entry = await this.room.journal.read(payload.decision_id);
    if (entry?.state === 'committed') await this.room.journal.saveIfPossible({ ...entry, state: 'answered' });
  }

  /** Approvals that wait for git are left to the next process. */
  stopWaiting(): void {
    this.room.patience.stop();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopWaiting();
    await Promise.allSettled(this.queues.values());
  }

  private async outcomeOf(order: ApprovalOrder, origin: OrderOrigin): Promise<Outcome | undefined> {
    const keys = await this.room.keys.of(origin.hqUrl);
    if (origin.signs || keys.length > 0) {
      const fault = await faultOfProof(order, keys, this.instanceId);
      if (fault !== undefined) return refuse('PROOF_INVALID', fault);
    }
    const workspace = this.workspaceOf(order.projectPath);
    if (!workspace)
      return refuse(
        'PROJECT_NOT_FOUND',
        `This connector does not serve ${order.projectPath}. Start it with that path.`,
      );
    if (order.worktree !== undefined && order.worktree !== workspace.path)
      return refuse('UNSUPPORTED', 'This connector does not serve worktrees yet.');
    const { decisionId } = order;
    const asked = this.waiting.get(decisionId);
    if (asked) return asked;
    const apply = (): Promise<Progress> => this.applyOnce(workspace, order);
    const outcome = this.patiently(workspace, order, apply, () => this.waiting.set(decisionId, outcome));
    return outcome.finally(() => this.waiting.delete(decisionId));
  }

  /** Does its work again whenever what kept it from being finished is over. */
  private async patiently(
    workspace: Workspace,
    order: ApprovalOrder,
    work: () => Promise<Progress | undefined>,
    waits?: () => void,
  ): Promise<Outcome | undefined> {
    let said = '';
    for (;;) {
      const progress = await this.queued(workspace, async () => this.kept(order, await work()));
      if (!progress || !('waits' in progress)) return progress;
      if (progress.waits !== said)
        this.log.warn({ decision: order.decisionId, project: workspace.path }, progress.waits);
      said = progress.waits;
      this.progress.written(order.decisionId, progress.waits);
      waits?.();
      if (!(await this.room.patience.until(workspace.path))) return undefined;
    }
  }

  /** No is final too: HQ may have heard it, and the same order again must not become a commit. */
  private async kept(order: ApprovalOrder, progress: Progress | undefined): Promise<Progress | undefined> {
    if (!order.tracked || !progress || 'waits' in progress || progress.ok) return progress;
    const { code, error, candidates } = progress.refusal;
    const refusal = { code, error, ...(candidates && { candidates: [...candidates] }) };
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

  private async applyOnce(workspace: Workspace, order: ApprovalOrder): Promise<Progress> {
    const entry = await this.room.journal.read(order.decisionId);
    if (entry?.outcome) return { ok: true, outcome: { ...entry.outcome, outcome: 'already_applied' } };
    if (entry?.refusal) return { ok: false, refusal: entry.refusal };
    const resumed = entry && (await this.room.committer.resume(workspace, entry));
    const progress = resumed ?? (await this.room.applier.apply(workspace, order));
    if ('ok' in progress && progress.ok)
      void this.store.refresh(workspace.path, progress.outcome.status_file);
    return progress;
  }

  /** One approval after the other per repository: git's index has room for one. */
  private queued<T>(workspace: Workspace, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(workspace.path) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.queues.set(workspace.path, mine);
    return mine;
  }

  private workspaceOf(path: string): Workspace | undefined {
    return this.workspaces.find((workspace) => workspace.path === path);
  }

  private report(order: ApprovalOrder, outcome: Outcome): void {
    const about = { decision: order.decisionId, gate: order.gate, project: order.projectPath };
    if (!outcome.ok) {
      this.log.warn({ ...about, code: outcome.refusal.code }, `decision refused: ${outcome.refusal.error}`);
      return;
    }
    const { outcome: how, commit, note } = outcome.outcome;
    const where = commit === undefined ? 'without a commit' : `in commit ${commit.slice(0, 10)}`;
    this.log.info(
      { ...about, commit, note },
      `gate ${order.gate} approved by ${approverName(order)}: ${how.replace('_', ' ')} ${where}`,
    );
  }
}

function refuse(code: Refusal['code'], error: string): Outcome {
  return { ok: false, refusal: { code, error } };
}
