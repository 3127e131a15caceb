import { Inject, Injectable } from '@nestjs/common';
import type { Database } from './database.js';
import { DATABASE, ROW_WRITER } from './persistence.tokens.js';
import { rowWork, type RowStatement, type RowWriter } from './row-work.js';
import type { DecisionRow, HistoryRow } from './tables.js';

/** Some projects: by id, or by the paths that they are registered under. */
export interface ProjectFilter {
  readonly id: string;
  readonly paths: readonly string[];
}

export interface HistoryFilter {
  readonly kinds?: readonly string[];
  readonly project?: ProjectFilter;
  readonly instanceId?: string;
  readonly personId?: string;
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

  /** Newest first. */
  async find(filter: HistoryFilter): Promise<HistoryRow[]> {
    let query = this.db.selectFrom('history').selectAll();
    const { kinds, project, instanceId, personId, since, until, before } = filter;
    if (kinds) query = query.where('kind', 'in', [...kinds]);
    if (instanceId !== undefined) query = query.where('instance_id', '=', instanceId);
    if (personId !== undefined) query = query.where('person_id', '=', personId);
    if (since !== undefined) query = query.where('at', '>=', since);
    if (until !== undefined) query = query.where('at', '<', until);
    if (project) {
      query = query.where((eb) =>
        eb.or([
          eb('project_id', '=', project.id),
          eb('project_name', '=', project.id),
          eb('project_path', 'in', [project.id, ...project.paths]),
        ]),
      );
    }
    if (before)
      query = query.where((eb) => eb(eb.refTuple('at', 'seq'), '<', eb.tuple(before.at, before.seq)));
    return query.orderBy('at', 'desc').orderBy('seq', 'desc').limit(filter.limit).execute();
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
    const { project } = of;
    let query = this.db
      .selectFrom('history')
      .select(['seq', 'at', 'kind', 'gate', 'project_name', 'waited', 'decision_id'])
      .select(['person_id', 'person_name'])
      .where('waited', 'is not', null)
      .where('at', '>=', of.since)
      .where('at', '<', of.until);
    if (of.instanceId !== undefined) query = query.where('instance_id', '=', of.instanceId);
    if (project) {
      query = query.where((eb) =>
        eb.or([
          eb('project_id', '=', project.id),
          eb('project_name', '=', project.id),
          eb('project_path', 'in', [project.id, ...project.paths]),
        ]),
      );
    }
    if (behind)
      query = query.where((eb) => eb(eb.refTuple('at', 'seq'), '<', eb.tuple(behind.at, behind.seq)));
    return query.orderBy('at', 'desc').orderBy('seq', 'desc').limit(limit).execute();
  }

  /** Decisions of a period, likewise. */
  async decided(
    of: PeriodFilter,
    behind: { decided_at: number; id: string } | undefined,
    limit: number,
  ): Promise<DecidedRow[]> {
    const { project } = of;
    let query = this.db
      .selectFrom('decision')
      .select(['id', 'kind', 'decided_at', 'gate_id', 'gate', 'instance_id', 'project_path'])
      .select(['project_id', 'title', 'approver_id', 'approver_name', 'expected'])
      .where('decided_at', '>=', of.since)
      .where('decided_at', '<', of.until);
    if (of.instanceId !== undefined) query = query.where('instance_id', '=', of.instanceId);
    if (project) {
      query = query.where((eb) =>
        eb.or([eb('project_id', '=', project.id), eb('project_path', 'in', [project.id, ...project.paths])]),
      );
    }
    if (behind) {
      query = query.where((eb) =>
        eb(eb.refTuple('decided_at', 'id'), '<', eb.tuple(behind.decided_at, behind.id)),
      );
    }
    return query.orderBy('decided_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
  }
}
