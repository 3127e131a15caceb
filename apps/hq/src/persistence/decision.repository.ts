import { Inject, Injectable } from '@nestjs/common';
import { appendAudit, type AuditEntry } from './audit.repository.js';
import type { Database } from './database.js';
import { DATABASE } from './persistence.tokens.js';
import { DECISION_COLUMNS, ofProject, projectWalks, type ProjectFilter } from './project-filter.js';
import { equal, MOST_WALKS, oneOf, readSliced, type Condition } from './sliced-read.js';
import type { DecisionRow, DecisionStepRow } from './tables.js';

export interface StoredDecision {
  readonly row: DecisionRow;
  readonly steps: readonly DecisionStepRow[];
  /** What its checks print while they run; kept for whoever watches, not stored. */
  readonly checking?: { readonly at: number; readonly output: string };
}

export interface DecisionFilter {
  readonly states?: readonly string[];
  readonly instanceId?: string;
  readonly projectPath?: string;
  readonly approverId?: string;
  readonly gateId?: string;
  readonly kind?: string;
  readonly projectId?: string;
  /** Decided from this time on, and before that one. */
  readonly since?: number;
  readonly until?: number;
  readonly project?: ProjectFilter;
  /** Only decisions older than this one. */
  readonly before?: { readonly decidedAt: number; readonly id: string };
  readonly limit: number;
}

/** What a step changes besides the state. */
export type DecisionChange = Partial<
  Pick<DecisionRow, 'outcome' | 'refusal' | 'progress' | 'seen_passed' | 'machine_key'>
>;

@Injectable()
export class DecisionRepository {
  constructor(@Inject(DATABASE) private readonly db: Database) {}

  /** Stores a new decision, its first step and its audit row together. */
  async insert(row: DecisionRow, cause: string, entry: AuditEntry): Promise<StoredDecision> {
    const step = { decision_id: row.id, seq: 1, state: row.state, at: row.decided_at, cause };
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, row.decided_at);
      await tx.insertInto('decision').values(row).execute();
      await tx.insertInto('decision_step').values(step).execute();
    });
    return { row, steps: [step] };
  }

  /** Moves a decision on, its step and its audit row with it. */
  async advance(
    stored: StoredDecision,
    step: { state: string; open: boolean; at: number; cause: string },
    change: DecisionChange,
    entry: AuditEntry,
  ): Promise<StoredDecision> {
    const row: DecisionRow = { ...stored.row, ...change, state: step.state, open: step.open ? 1 : 0 };
    const stepRow = {
      decision_id: row.id,
      seq: stored.steps.length + 1,
      state: step.state,
      at: step.at,
      cause: step.cause,
    };
    await this.db.transaction().execute(async (tx) => {
      await appendAudit(tx, entry, step.at);
      await tx
        .updateTable('decision')
        .set({ ...change, state: row.state, open: row.open })
        .where('id', '=', row.id)
        .execute();
      await tx.insertInto('decision_step').values(stepRow).execute();
    });
    return { row, steps: [...stored.steps, stepRow] };
  }

  async markSeenPassed(id: string): Promise<void> {
    await this.db.updateTable('decision').set({ seen_passed: 1 }).where('id', '=', id).execute();
  }

  async byId(id: string): Promise<StoredDecision | undefined> {
    const row = await this.db.selectFrom('decision').selectAll().where('id', '=', id).executeTakeFirst();
    return row && (await this.withSteps([row]))[0];
  }

  /** Newest first. */
  async find(filter: DecisionFilter): Promise<StoredDecision[]> {
    return this.withSteps(await this.rows(filter));
  }

  /** Likewise, without how each came to where it is. */
  async rows(filter: DecisionFilter): Promise<DecisionRow[]> {
    const { since, until, before, limit } = filter;
    return readSliced<DecisionRow>(this.db, {
      table: 'decision',
      order: ['decided_at', 'id'],
      walks: walksOf(filter),
      since,
      until,
      fits: fitting(filter),
      behind: before && [before.decidedAt, before.id],
      limit,
    });
  }

  /** Every decision that is not final, oldest first. */
  async open(): Promise<StoredDecision[]> {
    const rows = await this.db
      .selectFrom('decision')
      .selectAll()
      .where('open', '=', 1)
      .orderBy('decided_at')
      .execute();
    return this.withSteps(rows);
  }

  /** Applied decisions whose gate the mirror has not shown passed yet. */
  async appliedUnseen(): Promise<StoredDecision[]> {
    const rows = await this.db
      .selectFrom('decision')
      .selectAll()
      .where('state', '=', 'applied')
      .where('seen_passed', '=', 0)
      .execute();
    return this.withSteps(rows);
  }

  /** Requests for changes that reached their machine, oldest first. */
  async requestsForChanges(): Promise<DecisionRow[]> {
    const applied = this.db.selectFrom('decision').selectAll().where('state', '=', 'applied');
    return applied.where('kind', '=', 'request_changes').orderBy('decided_at').execute();
  }

  private async withSteps(rows: readonly DecisionRow[]): Promise<StoredDecision[]> {
    if (rows.length === 0) return [];
    const ids = rows.map((row) => row.id);
    const steps = await this.db
      .selectFrom('decision_step')
      .selectAll()
      .where('decision_id', 'in', ids)
      .orderBy('seq')
      .execute();
    const byDecision = Map.groupBy(steps, (step) => step.decision_id);
    return rows.map((row) => ({ row, steps: byDecision.get(row.id) ?? [] }));
  }
}

function fitting({ project, ...filter }: DecisionFilter): Condition[] {
  return [
    ...COLUMNS.flatMap(([name, column]) => (filter[name] === undefined ? [] : [equal(column, filter[name])])),
    ...(filter.kind === undefined ? [] : [equal('kind', filter.kind)]),
    ...(filter.states ? [oneOf('state', filter.states)] : []),
    ...(project ? [ofProject(project, DECISION_COLUMNS)] : []),
  ];
}

/** What decisions are looked for by, the narrowest first. */
const COLUMNS = [
  ['gateId', 'gate_id'],
  ['projectId', 'project_id'],
  ['projectPath', 'project_path'],
  ['approverId', 'approver_id'],
  ['instanceId', 'instance_id'],
] as const;

function walksOf({ project, states, ...filter }: DecisionFilter): readonly (Condition | undefined)[] {
  const ways = project && projectWalks(project, DECISION_COLUMNS);
  if (ways && ways.length <= MOST_WALKS) return ways;
  const narrowest = COLUMNS.find(([name]) => filter[name] !== undefined);
  if (narrowest) return [equal(narrowest[1], filter[narrowest[0]])];
  return states ? states.map((state) => equal('state', state)) : [undefined];
}
