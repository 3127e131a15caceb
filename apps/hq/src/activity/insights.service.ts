import { Injectable } from '@nestjs/common';
import type { DecisionDay, GroupFigures, Insights, WaitingNow } from '@codev-hq/protocol';
import { GateList } from '../approval/gate-list.js';
import { GateLookRepository } from '../persistence/gate-look.repository.js';
import {
  HistoryRepository,
  type DecidedRow,
  type PeriodFilter,
  type WaitRow,
} from '../persistence/history.repository.js';
import { loopTurn } from '../persistence/loop-turns.js';
import { ApprovalCount } from './approval-figures.js';
import type { CalendarDays } from './calendar-days.js';
import { GroupedWaits, Waits } from './figures.js';
import { HistoryKeeper } from './history-keeper.js';
import { ProjectNames } from './project-names.js';

/** Rows that are read at a stretch. */
const PAGE = 500;
/** Decisions whose looks are looked up at a stretch: that many take as long as a page of the other rows. */
const LOOKS = 100;
/** Rows of each kind that one answer counts. */
const MOST_ROWS = 200_000;
const MOST_GROUPS = 200;

export interface Period extends PeriodFilter {
  readonly days: CalendarDays;
  readonly zone: string;
}

/** What is counted over a time. */
export type Figures = Omit<Insights, 'waiting_now'>;

type Answer = Pick<Insights, 'time_in_gate'> & {
  readonly waitedFor: ReadonlyMap<string, number>;
  readonly truncated: boolean;
};

/** What the stored rows say about how decisions are made, read a page at a time so that nobody waits for it. */
@Injectable()
export class InsightsService {
  constructor(
    private readonly history: HistoryRepository,
    private readonly looks: GateLookRepository,
    private readonly gates: GateList,
    private readonly projects: ProjectNames,
    private readonly keeper: HistoryKeeper,
  ) {}

  async figures(period: Period): Promise<Figures> {
    await this.keeper.flush();
    const { time_in_gate, waitedFor, truncated } = await this.timeInGate(period);
    const decided = await this.decided(period, waitedFor);
    return {
      since: iso(period.since),
      until: iso(period.until),
      zone: period.zone,
      time_in_gate,
      approvals: decided.approvals.figures(),
      decisions_by_day: decided.days,
      truncated: truncated || decided.truncated,
    };
  }

  private async timeInGate(period: Period): Promise<Answer> {
    const all = new Waits();
    const [byProject, byGate, byApprover] = [new GroupedWaits(), new GroupedWaits(), new GroupedWaits()];
    const waitedFor = new Map<string, number>();
    let read = 0;
    const fetch = (behind: WaitRow | undefined) => this.history.waits(period, behind, PAGE);
    for await (const rows of pages(fetch, PAGE)) {
      for (const { waited, project_name, gate, decision_id, person_id, person_name } of rows) {
        // A decision ends one wait, however often a history written earlier tells of it.
        if (waited === null || (decision_id !== null && waitedFor.has(decision_id))) continue;
        all.add(waited);
        byProject.add(waited, project_name ?? '');
        byGate.add(waited, gate ?? '');
        if (decision_id !== null) waitedFor.set(decision_id, waited);
        // Who opened a gate elsewhere is a name in a file.
        if (person_id !== null) byApprover.add(waited, person_name ?? '', person_id);
      }
      read += rows.length;
    }
    const time_in_gate = {
      all: all.figures(),
      by_project: await inTurn(byProject),
      by_gate: await inTurn(byGate),
      by_approver: await inTurn(byApprover),
    };
    return { time_in_gate, waitedFor, truncated: read >= MOST_ROWS };
  }

  private async decided(period: Period, waitedFor: ReadonlyMap<string, number>) {
    const approvals = new ApprovalCount();
    const days = new Map<string, DecisionDay>(
      period.days
        .between(period.since, period.until)
        .map((day) => [day, { day, approved: 0, changes_requested: 0 }]),
    );
    let read = 0;
    const fetch = (behind: DecidedRow | undefined) => this.history.decided(period, behind, LOOKS);
    for await (const rows of pages(fetch, LOOKS)) {
      const looks = Map.groupBy(await this.looks.ofDecisions(rows), ({ gate_id }) => gate_id);
      for (const row of rows) {
        const day = days.get(period.days.day(row.decided_at));
        if (day) day[row.kind === 'approve' ? 'approved' : 'changes_requested'] += 1;
        if (row.kind !== 'approve') continue;
        const project = this.projects.name(row.instance_id, row.project_path);
        approvals.add(row, project, waitedFor.get(row.id), looks.get(row.gate_id) ?? []);
      }
      read += rows.length;
    }
    return { approvals, days: [...days.values()], truncated: read >= MOST_ROWS };
  }

  waitingNow({ project, instanceId }: Period): WaitingNow[] {
    const now = Date.now();
    return this.gates
      .all()
      .filter((gate) => gate.decision === undefined && gate.changes_requested === undefined)
      .filter((gate) => instanceId === undefined || gate.instance_id === instanceId)
      .filter(
        (gate) =>
          !project ||
          gate.project_id === project.id ||
          [project.id, ...project.paths].includes(gate.project_path),
      )
      .map((gate) => ({
        gate_id: gate.gate_id,
        instance_id: gate.instance_id,
        instance_name: gate.instance_name,
        project_path: gate.project_path,
        project_name: gate.project_name,
        project_id: gate.project_id,
        title: gate.title,
        gate: gate.gate,
        since: gate.since,
        age_ms: Math.max(0, now - Date.parse(gate.since)),
      }));
  }
}

/** Pages until there is no more or enough was read. */
async function* pages<Row>(
  fetch: (behind: Row | undefined) => Promise<Row[]>,
  size: number,
): AsyncGenerator<Row[]> {
  let rows = await fetch(undefined);
  for (let read = rows.length; ; read += rows.length) {
    yield rows;
    if (rows.length < size || read >= MOST_ROWS) return;
    rows = await fetch(rows.at(-1));
  }
}

/** Sorting ten years of waits takes a while. */
async function inTurn(groups: GroupedWaits): Promise<GroupFigures[]> {
  await loopTurn();
  return groups.figures(MOST_GROUPS);
}

const iso = (ms: number) => new Date(ms).toISOString();
