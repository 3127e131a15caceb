import { Injectable } from '@nestjs/common';
import type { ActivityKind } from '@codev-hq/protocol';
import { ActorNames } from '../audit/actor-names.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { DecisionRepository } from '../persistence/decision.repository.js';
import { HistoryRepository } from '../persistence/history.repository.js';
import type { ProjectFilter } from '../persistence/project-filter.js';
import { auditKinds, eventsOf, ofAudit, ofDecision, ofHistory, STORED_KINDS } from './activity-entries.js';
import type { From, Source } from './activity-source.js';

/** What somebody wants to see. */
export interface ActivityFilter {
  readonly kinds?: ReadonlySet<ActivityKind>;
  readonly project?: ProjectFilter;
  readonly instanceId?: string;
  readonly personId?: string;
  readonly since?: number;
  readonly until?: number;
  /** The audit log is for administrators. */
  readonly withAudit: boolean;
}

/** The three places where what happened is stored, each narrowed to what is asked for. */
@Injectable()
export class ActivitySources {
  constructor(
    private readonly history: HistoryRepository,
    private readonly decisions: DecisionRepository,
    private readonly audit: AuditRepository,
    private readonly names: ActorNames,
  ) {}

  for(filter: ActivityFilter): Source[] {
    const sources = [this.ofHistory(filter), this.ofDecisions(filter), this.ofAudit(filter)];
    return sources.filter((source) => source !== undefined);
  }

  private ofHistory(filter: ActivityFilter): Source | undefined {
    const kinds = wanted(STORED_KINDS, filter);
    // What machines report, no person did.
    if (kinds.length === 0 || filter.personId !== undefined) return undefined;
    return {
      rank: 0,
      fetch: async (from, limit) => {
        const { behind } = from;
        const rows = await this.history.find({
          kinds,
          ...(filter.project && { project: filter.project }),
          ...(filter.instanceId !== undefined && { instanceId: filter.instanceId }),
          ...period(filter, from),
          ...(behind && { before: { at: behind.at, seq: Number(behind.key) } }),
          limit,
        });
        return rows.map((row) => ({ at: row.at, key: String(row.seq), entry: ofHistory(row) }));
      },
    };
  }

  private ofDecisions(filter: ActivityFilter): Source | undefined {
    if (wanted(['decision'], filter).length === 0) return undefined;
    return {
      rank: 2,
      fetch: async (from, limit) => {
        const { behind } = from;
        const rows = await this.decisions.rows({
          ...(filter.project && { project: filter.project }),
          ...(filter.instanceId !== undefined && { instanceId: filter.instanceId }),
          ...(filter.personId !== undefined && { approverId: filter.personId }),
          ...period(filter, from),
          ...(behind && { before: { decidedAt: behind.at, id: behind.key } }),
          limit,
        });
        return rows.map((row) => ({ at: row.decided_at, key: row.id, entry: ofDecision(row) }));
      },
    };
  }

  private ofAudit(filter: ActivityFilter): Source | undefined {
    const events = eventsOf(wanted(auditKinds, filter));
    // These are about HQ itself and no project of a machine.
    const isElsewhere = filter.project !== undefined || filter.instanceId !== undefined;
    if (!filter.withAudit || events.length === 0 || isElsewhere) return undefined;
    return {
      rank: 1,
      fetch: async (from, limit) => {
        const { behind } = from;
        const rows = await this.audit.told({
          events,
          ...(filter.personId !== undefined && { actor: `person:${filter.personId}` }),
          ...period(filter, from),
          ...(behind && { before: { at: behind.at, seq: Number(behind.key) } }),
          limit,
        });
        const names = await this.names.of(rows);
        return rows.map((row) => ({ at: row.at, key: String(row.seq), entry: ofAudit(row, names) }));
      },
    };
  }
}

function wanted<K extends ActivityKind>(of: readonly K[], { kinds }: ActivityFilter): K[] {
  return of.filter((kind) => !kinds || kinds.has(kind));
}

function period({ since, until }: ActivityFilter, from: From): { since?: number; until?: number } {
  const before = Math.min(until ?? Infinity, from.until ?? Infinity);
  return { ...(since !== undefined && { since }), ...(before !== Infinity && { until: before }) };
}
