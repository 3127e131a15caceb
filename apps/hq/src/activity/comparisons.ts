import { Injectable } from '@nestjs/common';
import { BuilderHistory, type BuilderPlace } from './builder-history.js';
import { FileHistory } from './file-history.js';
import { HistoryKeeper } from './history-keeper.js';
import type { Fact } from './history-rows.js';
import { builderSubject, machineSubject, placeOf, type FilePlace } from './history-subjects.js';
import { MachineHistory } from './machine-history.js';
import { RowBudget } from '../persistence/row-budget.js';
import { fileKey } from '../state/mirror-records.js';

interface Comparison {
  readonly instanceId: string;
  readonly facts: (now: number) => Fact[] | Promise<Fact[]>;
}

/** What can be compared with the history, by a key each, and the adding of what is new. */
@Injectable()
export class Comparisons {
  /** As large as the mirror has been: a key is compared again and again. */
  private readonly known = new Map<string, Comparison>();
  private readonly worktrees = new Map<string, Set<string>>();
  /** A file's key is a hash, and every update of the file asks for it. */
  private readonly fileKeys = new Map<string, string>();
  private readonly budget = new RowBudget();

  constructor(
    private readonly files: FileHistory,
    private readonly builders: BuilderHistory,
    private readonly machines: MachineHistory,
    private readonly keeper: HistoryKeeper,
  ) {}

  file({ instance_id, project_path, worktree, path }: Omit<FilePlace, 'format'>): string {
    const format = path.endsWith('.md') ? 'markdown' : 'porch';
    const place: FilePlace = { instance_id, project_path, worktree, path, format };
    const key = this.keyOf(place);
    const seen = (this.worktrees.get(key) ?? new Set()).add(worktree);
    this.worktrees.set(key, seen);
    return this.keep(key, instance_id, (now) => this.files.compare(place, seen, now));
  }

  builder({ instance_id, project_path, worktree, builder_id }: BuilderPlace): string {
    const place = { instance_id, project_path, worktree, builder_id };
    return this.keep(builderSubject(place), instance_id, (now) => this.builders.compare(place, now));
  }

  machine(instanceId: string): string {
    return this.keep(machineSubject(instanceId), instanceId, (now) => this.machines.compare(instanceId, now));
  }

  /** Adds what is new. False when that has to wait. */
  async run(key: string, now: number): Promise<boolean> {
    const comparison = this.known.get(key);
    if (!comparison) return true;
    const { instanceId } = comparison;
    if (this.keeper.isFull || !this.budget.allows(instanceId, now)) return false;
    const facts = await comparison.facts(now);
    for (const fact of facts) this.keeper.add(fact);
    this.budget.spend(instanceId, facts.length, now);
    return true;
  }

  private keyOf(place: FilePlace): string {
    const written = `${place.instance_id}\0${fileKey(place.project_path, place.worktree, place.path)}`;
    const known = this.fileKeys.get(written);
    if (known !== undefined) return known;
    const key = `file:${placeOf(place)}`;
    this.fileKeys.set(written, key);
    return key;
  }

  private keep(key: string, instanceId: string, facts: Comparison['facts']): string {
    this.known.set(key, { instanceId, facts });
    return key;
  }
}
