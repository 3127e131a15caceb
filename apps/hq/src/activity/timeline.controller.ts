import { Controller, Get, Query } from '@nestjs/common';
import { projectTimelineQuery, type ProjectTimeline, type ProjectTimelineQuery } from '@codev-hq/protocol';
import { decisionView } from '../approval/decision-view.js';
import { Problem } from '../http/problem.js';
import { SchemaPipe } from '../http/schema.pipe.js';
import { Needs } from '../people/auth.guard.js';
import { LongRead } from '../people/long-reads.js';
import { DecisionRepository } from '../persistence/decision.repository.js';
import { loopTurn } from '../persistence/loop-turns.js';
import { HistoryRepository } from '../persistence/history.repository.js';
import type { DecisionRow, HistoryRow } from '../persistence/tables.js';
import type { FileRecord } from '../state/file-record.js';
import { Mirror } from '../state/mirror.js';
import { filled } from './filled.js';
import { timeTold } from './gate-steps.js';
import { HistoryKeeper } from './history-keeper.js';
import { ProjectNames } from './project-names.js';
import { builderSpans, gateSpans, phaseSpans } from './timeline-spans.js';

const MOST_ROWS = 2000;
const MOST_DECISIONS = 200;

/** One project from its first day to now, as a picture needs it. */
@Controller('api/projects/timeline')
@Needs('read')
@LongRead()
export class TimelineController {
  constructor(
    private readonly mirror: Mirror,
    private readonly history: HistoryRepository,
    private readonly decisions: DecisionRepository,
    private readonly keeper: HistoryKeeper,
    private readonly projects: ProjectNames,
  ) {}

  @Get()
  async one(
    @Query(new SchemaPipe(projectTimelineQuery, 'The query')) query: ProjectTimelineQuery,
  ): Promise<ProjectTimeline> {
    await this.keeper.flush();
    const { instance_id, project_path, project_id, status_file } = query;
    const [stored, decided] = await Promise.all([
      this.history.ofProject(query, MOST_ROWS),
      this.decisions.find({
        instanceId: instance_id,
        projectPath: project_path,
        projectId: project_id,
        limit: MOST_DECISIONS,
      }),
    ]);
    const isAsked = (path: string | null) => status_file === undefined || path === status_file;
    const rows = stored.filter((row) => row.builder_id !== null || isAsked(row.status_file));
    const decisions = decided.filter(({ row }) => isAsked(row.status_file)).reverse();
    const file = this.file(query);
    const last = rows.findLast((row) => row.title !== null) ?? decisions.at(-1)?.row;
    if (!file && !last) throw unknown(query);
    await loopTurn();
    const now = Date.now();
    const times = [
      timeTold(file?.model.started_at, now) ?? now,
      ...rows.map((row) => row.since ?? row.at),
      ...decisions.map(({ row }) => row.decided_at),
    ];
    return {
      ...this.whatItIs(query, file, last),
      from: iso(Math.min(...times)),
      to: iso(now),
      phases: phaseSpans(rows),
      gates: gateSpans(rows),
      decisions: decisions.map(decisionView),
      builders: builderSpans(rows),
      truncated: stored.length === MOST_ROWS || decided.length === MOST_DECISIONS,
    };
  }

  /** As its file says now, else as it was known last. */
  private whatItIs(
    { instance_id, project_path, project_id, status_file }: ProjectTimelineQuery,
    file: FileRecord | undefined,
    last: HistoryRow | DecisionRow | undefined,
  ) {
    const { title, protocol, phase } = file?.model ?? { title: last?.title };
    return {
      instance_id,
      instance_name: this.mirror.instance(instance_id)?.name ?? last?.instance_name ?? instance_id,
      project_path,
      project_name: this.projects.name(instance_id, project_path),
      project_id,
      ...filled({
        title,
        protocol,
        phase,
        status_file: file?.row.path ?? last?.status_file ?? status_file,
        worktree: file?.row.worktree ?? last?.worktree,
      }),
    };
  }

  private file({ instance_id, project_path, project_id, status_file }: ProjectTimelineQuery) {
    const files: FileRecord[] = [...(this.mirror.instance(instance_id)?.files.values() ?? [])];
    return files.find(
      ({ row, model }) =>
        row.project_path === project_path &&
        model.id === project_id &&
        (status_file === undefined || row.path === status_file),
    );
  }
}

function unknown({ project_id, project_path }: ProjectTimelineQuery): Problem {
  const error = `Nothing is known of project ${project_id} in ${project_path} on this machine. GET /api/state lists projects.`;
  return new Problem({ code: 'PROJECT_NOT_FOUND', error });
}

const iso = (ms: number) => new Date(ms).toISOString();
