import { Injectable } from '@nestjs/common';
import { BuilderHistory, type BuilderPlace } from './builder-history.js';
import { FileHistory } from './file-history.js';
import { HistoryKeeper } from './history-keeper.js';
import type { Fact } from './history-rows.js';
import { builderSubject, machineSubject, placeOf, type FilePlace } from '../state/history-subjects.js';
import { MachineHistory } from './machine-history.js';
import { RowBudget } from '../persistence/row-budget.js';
import { placeKey } from '../state/mirror-records.js';

interface Comparison {
  readonly instanceId: string;
  /** The file's key, when it is of a file. */
  readonly file?: string;
  /** Not begun: what happens before it begins is in it. */
  waits: boolean;
  readonly facts: (now: number) => Fact[] | Promise<Fact[]>;
  /** Lets go of what only a thing that is still there needs. */
  readonly done?: () => void;
}

/** Keys that are remembered: more than the mirrors of a hundred large machines have files. */
const MOST_KEYS = 100_000;

/** What can be compared with the history, by a key each, and the adding of what is new. */
@Injectable()
export class Comparisons {
  /** What is to be compared. */
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

  /** `file`: the key of the place, which a record knows. */
  file(at: Omit<FilePlace, 'format'>, file = placeKey(at)): string {
    const known = this.fileKeys.get(file);
    if (known !== undefined && this.isExpected(known, file)) return known;
    const { instance_id, project_path, worktree, path } = at;
    const format = path.endsWith('.md') ? 'markdown' : 'porch';
    const place: FilePlace = { instance_id, project_path, worktree, path, format };
    const key = known ?? this.remember(file, `file:${placeOf(place)}`);
    const seen = (this.worktrees.get(key) ?? new Set()).add(worktree);
    this.worktrees.set(key, seen);
    const facts = (now: number) => this.files.compare(place, seen, now);
    const done = () => {
      if (!this.files.has(place, seen) && this.worktrees.get(key) === seen) this.worktrees.delete(key);
    };
    return this.keep(key, { instanceId: instance_id, file, waits: true, facts, done });
  }

  /** Things of which something is remembered: no more than there are, and are still to be compared. */
  get size(): number {
    return new Set([...this.known.keys(), ...this.worktrees.keys()]).size;
  }

  builder({ instance_id, project_path, worktree, builder_id }: BuilderPlace): string {
    const place = { instance_id, project_path, worktree, builder_id };
    const facts = (now: number) => this.builders.compare(place, now);
    return this.keep(builderSubject(place), { instanceId: instance_id, waits: true, facts });
  }

  machine(instanceId: string): string {
    const facts = (now: number) => this.machines.compare(instanceId, now);
    return this.keep(machineSubject(instanceId), { instanceId, waits: true, facts });
  }

  /** Adds what is new. False when that has to wait. */
  async run(key: string, now: number): Promise<boolean> {
    const comparison = this.known.get(key);
    if (!comparison) return true;
    const { instanceId } = comparison;
    if (this.keeper.isFull || !this.budget.allows(instanceId, now)) return false;
    comparison.waits = false;
    const facts = await comparison.facts(now);
    for (const fact of facts) this.keeper.add(fact);
    this.budget.spend(instanceId, facts.length, now);
    // Unless it changed meanwhile.
    if (this.known.get(key) === comparison) this.known.delete(key);
    comparison.done?.();
    return true;
  }

  /** Whether this very file is going to be compared anyway. */
  private isExpected(key: string, file: string): boolean {
    const known = this.known.get(key);
    return known !== undefined && known.waits && known.file === file;
  }

  private remember(file: string, key: string): string {
    if (this.fileKeys.size >= MOST_KEYS) this.fileKeys.clear();
    this.fileKeys.set(file, key);
    return key;
  }

  private keep(key: string, comparison: Comparison): string {
    this.known.set(key, comparison);
    return key;
  }
}
