import { Injectable, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { decisionState, type DecisionState } from '@codev-hq/protocol';
import {
  DecisionRepository,
  type DecisionChange,
  type StoredDecision,
} from '../persistence/decision.repository.js';
import type { AuditEntry } from '../persistence/audit.repository.js';
import type { DecisionRow } from '../persistence/tables.js';
import { DecisionFacts } from './decision-facts.js';
import { assertNoDeadEnds, DECISION_LIFE, isFinal, mayFollow } from './decision-life.js';
import { stateOf } from './decision-view.js';
import { placeKey } from '../state/mirror-records.js';
import { OneAtATime } from './one-at-a-time.js';

/** Decisions that browsers are shown without asking. */
const RECENT = 50;

/** Characters of what checks print that are shown: their end, where a failure stands. */
const MAX_OUTPUT = 4096;

/** The next step of a decision, and why. */
export interface Move {
  readonly to: DecisionState;
  readonly cause: string;
  readonly change?: DecisionChange;
  /** Who says so, where it is not told by the state. */
  readonly by?: 'hq' | 'instance';
}

/**
 * Every decision that still matters to a gate, by gate: open ones, and applied ones that the mirror has not shown yet. All moves go through {@link move}: stored first, then told.
 */
@Injectable()
export class DecisionLedger implements OnModuleInit, BeforeApplicationShutdown {
  private readonly byGate = new Map<string, StoredDecision>();
  private readonly byId = new Map<string, StoredDecision>();
  private readonly byFile = new Map<string, Set<string>>();
  private readonly latest = new Map<string, StoredDecision>();
  private readonly queue = new OneAtATime();

  constructor(
    private readonly repository: DecisionRepository,
    private readonly facts: DecisionFacts,
  ) {}

  async onModuleInit(): Promise<void> {
    assertNoDeadEnds(DECISION_LIFE);
    const stored = [...(await this.repository.appliedUnseen()), ...(await this.repository.open())];
    for (const decision of stored) this.keep(decision);
    this.latest.clear();
    for (const decision of (await this.repository.find({ limit: RECENT })).reverse()) this.remember(decision);
  }

  /** What was begun is stored before the database closes. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.idle();
  }

  /** The decision that stands for a gate now, if any. */
  current(gateId: string): StoredDecision | undefined {
    return this.byGate.get(gateId);
  }

  all(): StoredDecision[] {
    return [...this.byGate.values()];
  }

  /** The newest decisions in any state, oldest first. */
  recent(): StoredDecision[] {
    return [...this.latest.values()];
  }

  /** What an instance has yet to answer, oldest first. */
  openFor(instanceId: string): StoredDecision[] {
    return this.all()
      .filter(({ row }) => row.instance_id === instanceId && row.open === 1)
      .sort((a, b) => a.row.decided_at - b.row.decided_at);
  }

  /** Decisions about gates of one status file, by its key. */
  about(file: string): StoredDecision[] {
    const ids = this.byFile.get(file) ?? [];
    return [...ids].flatMap((id) => this.byId.get(id) ?? []);
  }

  find(decisionId: string): StoredDecision | undefined {
    return this.byId.get(decisionId);
  }

  /** Decisions about one gate are taken one at a time: the first wins. */
  async forGate<T>(gateId: string, work: () => Promise<T>): Promise<T> {
    return this.queue.run(`gate ${gateId}`, work);
  }

  async record(row: DecisionRow, cause: string, actor: string): Promise<StoredDecision> {
    const entry: AuditEntry = {
      actor,
      event: `decision-${decisionState.parse(row.state)}`,
      details: auditDetails(row),
    };
    const stored = await this.repository.insert(row, cause, entry);
    this.keep(stored);
    this.facts.moved.next({ decision: stored, first: true });
    return stored;
  }

  /**
   * Moves a decision on, in its turn: `plan` sees the decision as it is when its turn comes, may act (the gateway sends
   * there, so that an answer cannot overtake the record that it was sent) and says what follows. A move that the table
   * does not allow is none: the decision was settled meanwhile.
   */
  async move(
    decisionId: string,
    plan: (decision: StoredDecision) => Promise<Move | undefined> | Move | undefined,
  ): Promise<StoredDecision | undefined> {
    return this.queue.run(`decision ${decisionId}`, async () => {
      const stored = this.byId.get(decisionId);
      const move = stored && (await plan(stored));
      if (!move || !mayFollow(stateOf(stored), move.to)) return undefined;
      const { to, cause, change = {}, by } = move;
      const details = { ...auditDetails(stored.row), state: to, cause, ...change };
      const moved = await this.repository.advance(
        stored,
        { state: to, open: !isFinal(to), at: Date.now(), cause },
        change,
        {
          actor: sayer(to, by) === 'hq' ? 'hq' : `instance:${stored.row.instance_id}`,
          event: to === stored.row.state ? 'decision-progress' : `decision-${to}`,
          details,
        },
      );
      this.keep(moved);
      this.facts.moved.next({ decision: moved, first: false });
      return moved;
    });
  }

  /** What the checks of a decision print: told to whoever watches, and not stored. */
  async watchChecks(decisionId: string, piece: string): Promise<void> {
    await this.queue.run(`decision ${decisionId}`, () => {
      const stored = this.byId.get(decisionId);
      if (stored?.row.state !== 'sent') return Promise.resolve();
      const output = ((stored.checking?.output ?? '') + piece).slice(-MAX_OUTPUT).toWellFormed();
      const watched = { row: stored.row, steps: stored.steps, checking: { at: Date.now(), output } };
      this.keep(watched);
      this.facts.moved.next({ decision: watched, first: false });
      return Promise.resolve();
    });
  }

  /** The mirror shows the file as it is after the decision: a gate that waits from now on is a new question. */
  async seenPassed(stored: StoredDecision): Promise<void> {
    // Forgotten at once: the next request may come before the database has answered.
    this.forget(stored);
    await this.repository.markSeenPassed(stored.row.id);
  }

  private keep(stored: StoredDecision): void {
    this.remember(stored);
    const state = stateOf(stored);
    if (isFinal(state) && (state !== 'applied' || stored.row.seen_passed === 1)) {
      this.forget(stored);
      return;
    }
    this.byGate.set(stored.row.gate_id, stored);
    this.byId.set(stored.row.id, stored);
    const place = placeOfDecision(stored.row);
    const ids = this.byFile.get(place) ?? new Set();
    this.byFile.set(place, ids.add(stored.row.id));
  }

  private remember(stored: StoredDecision): void {
    this.latest.set(stored.row.id, stored);
    const [oldest] = this.latest.keys();
    if (this.latest.size > RECENT && oldest !== undefined) this.latest.delete(oldest);
  }

  private forget(stored: StoredDecision): void {
    this.byId.delete(stored.row.id);
    const place = placeOfDecision(stored.row);
    const ids = this.byFile.get(place);
    ids?.delete(stored.row.id);
    if (ids?.size === 0) this.byFile.delete(place);
    if (this.byGate.get(stored.row.gate_id)?.row.id === stored.row.id) this.byGate.delete(stored.row.gate_id);
  }
}

function sayer(to: DecisionState, by: Move['by']): 'hq' | 'instance' {
  return by ?? (to === 'sent' || to === 'expired' ? 'hq' : 'instance');
}

function placeOfDecision(row: DecisionRow): string {
  return placeKey({ ...row, worktree: row.worktree ?? '', path: row.status_file });
}

function auditDetails(row: DecisionRow): Record<string, unknown> {
  return {
    decision: row.id,
    kind: row.kind,
    approver: row.approver_name,
    instance: row.instance_id,
    project: row.project_path,
    file: row.status_file,
    gate: row.gate,
    expected: row.expected,
  };
}
