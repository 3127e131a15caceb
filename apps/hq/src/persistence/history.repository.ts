import { Inject, Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Database } from './database.js';
import { DATABASE, ROW_WRITER } from './persistence.tokens.js';
import {
  DECISION_COLUMNS,
  HISTORY_COLUMNS,
  ofProject,
  projectWalks,
  type ProjectColumns,
  type ProjectFilter,
} from './project-filter.js';
import { rowWork, type RowStatement, type RowWriter } from './row-work.js';
import { equal, MOST_WALKS, oneOf, readSliced, type Condition } from './sliced-read.js';
import type { DecisionRow, HistoryRow } from './tables.js';

export interface HistoryFilter {
  readonly kinds?: readonly string[];
  readonly project?: ProjectFilter;
  readonly instanceId?: string;
  readonly since?: number;
  readonly until?: number;
  /** Only what comes behind this, newest first. */
  readonly before?: { readonly at: number; readonly seq: number };
  readonly limit: number;
}

/** A wait that ended with somebody's word. */
export type WaitRow = Pick<
  HistoryRow,
  'seq' | 'at' | 'kind' | 'gate' | 'project_name' | 'waited' | 'decision_id' | 'person_id' | 'person_name'
>;

/** What the insights read of a decision. */
export type DecidedRow = Pick<
  DecisionRow,
  | 'id'
  | 'kind'
  | 'decided_at'
  | 'gate_id'
  | 'gate'
  | 'instance_id'
  | 'project_path'
  | 'project_id'
  | 'title'
  | 'approver_id'
  | 'approver_name'
  | 'expected'
>;

export interface PeriodFilter {
  readonly since: number;
  readonly until: number;
  readonly project?: ProjectFilter;
  readonly instanceId?: string;
}

const BY_TIME = ['at', 'seq'];
const BY_DECISION = ['decided_at', 'id'];
const WAIT_COLUMNS = [
  'seq',
  'at',
  'kind',
  'gate',
  'project_name',
  'waited',
  'decision_id',
  'person_id',
  'person_name',
] as const satisfies readonly (keyof WaitRow)[];
const DECIDED_COLUMNS = [
  'id',
  'kind',
  'decided_at',
  'gate_id',
  'gate',
  'instance_id',
  'project_path',
  'project_id',
  'title',
  'approver_id',
  'approver_name',
  'expected',
] as const satisfies readonly (keyof DecidedRow)[];

/** What is told again by comparing, and then is the same row, is stored once. */
const storeHistory: RowStatement<HistoryRow> = (db, rows) =>
  db
    .insertInto('history')
    .values(rows)
    .onConflict((c) => c.column('seq').doNothing());

/** What happened, one fact a row; nothing of it is ever changed. */
@Injectable()
export class HistoryRepository {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(ROW_WRITER) private readonly writer: RowWriter,
  ) {}

  async append(rows: readonly HistoryRow[]): Promise<void> {
    await this.writer.write([rowWork(storeHistory, rows)]);
  }

  async lastSeq(): Promise<number> {
    const { last } = await this.db
      .selectFrom('history')
      .select((eb) => eb.fn.max<number | null>('seq').as('last'))
      .executeTakeFirstOrThrow();
    return last ?? 0;
  }

  /** How each subject was left. */
  async lastOfEach(): Promise<HistoryRow[]> {
    const last = this.db
      .selectFrom('history')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .groupBy('subject');
    return this.db.selectFrom('history').selectAll().where('seq', 'in', last).execute();
  }

  /** Of each gate of which changes were requested: since when it waited when it was last asked for, in milliseconds. */
  async askedAgain(): Promise<{ gate_id: string | null; since: number | null }[]> {
    const requests = this.db.selectFrom('decision').select('gate_id').where('kind', '=', 'request_changes');
    return this.db
      .selectFrom('history')
      .select((eb) => ['gate_id', eb.fn.max<number | null>('since').as('since')])
      .where('kind', '=', 'gate-requested')
      .where('gate_id', 'in', requests)
      .groupBy('gate_id')
      .execute();
  }

  /**
   * Since when a gate waits again, or did, after it was seen opened by a decision, in milliseconds. By the order in which
   * it was seen: times are often a file's own.
   */
  async waitedAgain(subject: string, decisionId: string): Promise<number | undefined> {
    const opened = this.db
      .selectFrom('history')
      .select((eb) => eb.fn.min('seq').as('seq'))
      .where('subject', '=', subject)
      .where('kind', '=', 'gate-decided')
      .where('decision_id', '=', decisionId);
    const again = await this.db
      .selectFrom('history')
      .select('at')
      .where('subject', '=', subject)
      .where('kind', '=', 'gate-requested')
      .where('seq', '>', opened)
      .orderBy('seq')
      .limit(1)
      .executeTakeFirst();
    return again?.at;
  }

  /** Newest first. */
  async find(filter: HistoryFilter): Promise<HistoryRow[]> {
    const { kinds, project, instanceId, since, until, before, limit } = filter;
    return readSliced<HistoryRow>(this.db, {
      table: 'history',
      order: BY_TIME,
      walks: walksOf(filter),
      since,
      until,
      fits: [
        ...(kinds ? [oneOf('kind', kinds)] : []),
        ...(instanceId === undefined ? [] : [equal('instance_id', instanceId)]),
        ...(project ? [ofProject(project, HISTORY_COLUMNS)] : []),
      ],
      behind: before && [before.at, before.seq],
      limit,
    });
  }

  /** One project's, the newest of them, oldest first. */
  async ofProject(
    place: { instance_id: string; project_path: string; project_id: string },
    limit: number,
  ): Promise<HistoryRow[]> {
    const rows = await this.db
      .selectFrom('history')
      .selectAll()
      .where('instance_id', '=', place.instance_id)
      .where('project_path', '=', place.project_path)
      .where('project_id', '=', place.project_id)
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.reverse();
  }

  /** Waits that ended in a period, newest first, behind the last of the page before. */
  async waits(
    of: PeriodFilter,
    behind: { at: number; seq: number } | undefined,
    limit: number,
  ): Promise<WaitRow[]> {
    return readSliced<WaitRow>(this.db, {
      table: 'history',
      order: BY_TIME,
      columns: WAIT_COLUMNS,
      walks: [sql`waited is not null`],
      ...within(of),
      fits: fitting(of, HISTORY_COLUMNS),
      behind: behind && [behind.at, behind.seq],
      limit,
    });
  }

  /** Decisions of a period, likewise. */
  async decided(
    of: PeriodFilter,
    behind: { decided_at: number; id: string } | undefined,
    limit: number,
  ): Promise<DecidedRow[]> {
    return readSliced<DecidedRow>(this.db, {
      table: 'decision',
      order: BY_DECISION,
      columns: DECIDED_COLUMNS,
      walks: [of.instanceId === undefined ? undefined : equal('instance_id', of.instanceId)],
      ...within(of),
      fits: fitting(of, DECISION_COLUMNS),
      behind: behind && [behind.decided_at, behind.id],
      limit,
    });
  }
}

/** The kinds asked for are few enough to look for each; else everything is walked. */
const FEW_KINDS = 3;

function walksOf({ project, instanceId, kinds }: HistoryFilter): readonly (Condition | undefined)[] {
  const ways = project && projectWalks(project, HISTORY_COLUMNS);
  if (ways && ways.length <= MOST_WALKS) return ways;
  if (instanceId !== undefined) return [equal('instance_id', instanceId)];
  if (kinds && kinds.length <= FEW_KINDS) return kinds.map((kind) => equal('kind', kind));
  return [undefined];
}

const within = ({ since, until }: PeriodFilter) => ({ since, until });

function fitting({ instanceId, project }: PeriodFilter, columns: ProjectColumns): Condition[] {
  return [
    ...(instanceId === undefined ? [] : [equal('instance_id', instanceId)]),
    ...(project ? [ofProject(project, columns)] : []),
  ];
}
