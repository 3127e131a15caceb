import { Injectable } from '@nestjs/common';
import type { BuilderRow } from '../persistence/tables.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { HistoryKeeper } from './history-keeper.js';
import { builderFact, goneFact, type Fact } from './history-rows.js';
import { builderSubject } from '../state/history-subjects.js';

export type BuilderPlace = Pick<BuilderRow, 'instance_id' | 'project_path' | 'worktree' | 'builder_id'>;

/** Compares a builder with how the history left it. */
@Injectable()
export class BuilderHistory {
  constructor(
    private readonly mirror: Mirror,
    private readonly keeper: HistoryKeeper,
  ) {}

  compare(place: BuilderPlace, now: number): Fact[] {
    const subject = builderSubject(place);
    const known = this.keeper.last(subject);
    const instance = this.mirror.instance(place.instance_id);
    const row = instance && builderAt(instance, place);
    if (!row) {
      if (known?.kind !== 'builder-changed') return [];
      const removed = { at: now, kind: 'builder-removed', subject, came_from: known.went_to };
      return [goneFact(known, removed)];
    }
    const isKnown = known?.kind === 'builder-changed';
    if (isKnown && known.went_to === row.status && known.plan_phase === row.phase) return [];
    const changed = {
      at: row.updated_at,
      kind: 'builder-changed',
      subject,
      came_from: isKnown ? known.went_to : null,
      went_to: row.status,
    };
    return [builderFact(instance, row, projectIn(instance, row), changed)];
  }
}

function builderAt(instance: InstanceRecord, place: BuilderPlace): BuilderRow | undefined {
  const subject = builderSubject(place);
  return Array.from(instance.builders.values()).find((row) => builderSubject(row) === subject);
}

/** The project that a builder's worktree is for: the one whose status file counts there, when it is the only one. */
function projectIn(instance: InstanceRecord, { project_path, worktree }: BuilderRow): string | undefined {
  if (worktree === '') return undefined;
  const ids = new Set<string>();
  for (const { row, model } of instance.files.values()) {
    if (row.project_path === project_path && row.worktree === worktree) ids.add(model.id);
  }
  return ids.size === 1 ? [...ids][0] : undefined;
}
