import type {
  BuilderView,
  Decision,
  InstanceState,
  InstanceView,
  StatusFileView,
  WaitingGate,
} from '@codev-hq/protocol';
import { grouped } from './grouped';
import { inNaturalOrder } from './natural-order';
import { isTerminal } from './terminal-phase';

/** One project as lists show it: its status file, and what is known round it. */
export interface ProjectEntry {
  /** Tells it apart from every other one, for as long as its file keeps its place. */
  readonly key: string;
  readonly machine: InstanceView;
  readonly repository: Repository;
  readonly file: StatusFileView;
  /** Oldest first. */
  readonly waiting: readonly WaitingGate[];
  /** The newest decision about a gate of its file. */
  readonly decided: Decision | null;
  readonly builder: BuilderView | null;
  readonly archived: boolean;
  /** When something of it moved last, as the machine tells it; else since when HQ knows its file as it is. */
  readonly lastActivity: string;
}

export interface Repository {
  readonly path: string;
  readonly name: string;
}

/** A builder whose project has no status file yet, or none that names it. */
export interface LooseBuilder {
  readonly key: string;
  readonly machine: InstanceView;
  readonly repository: Repository;
  readonly builder: BuilderView;
}

export interface AllProjects {
  readonly entries: readonly ProjectEntry[];
  readonly builders: readonly LooseBuilder[];
}

/** Everything that all machines work on. A file belongs to the repository it names and to no other. */
export function projectsOf(
  instances: readonly InstanceState[],
  gates: readonly WaitingGate[] = [],
  decisions: readonly Decision[] = [],
): AllProjects {
  const gatesOf = grouped(gates, placeOf);
  const newest = new Map<string, Decision>();
  for (const decision of decisions)
    if (!newest.has(placeOf(decision))) newest.set(placeOf(decision), decision);
  const entries: ProjectEntry[] = [];
  const builders: LooseBuilder[] = [];
  for (const instance of instances) {
    const loose = new Set(instance.builders);
    for (const file of instance.status_files) {
      const key = placeOf({ ...file, instance_id: instance.instance_id, status_file: file.path });
      const builder = builderOf(file, instance.builders);
      if (builder) loose.delete(builder);
      entries.push({
        key,
        machine: instance,
        repository: repositoryOf(instance, file.project_path),
        file,
        waiting: gatesOf.get(key) ?? [],
        decided: newest.get(key) ?? null,
        builder,
        archived: isTerminal(file.project.phase),
        lastActivity: newerTime(builder?.last_activity, file.project.updated_at) || file.updated_at,
      });
    }
    for (const builder of loose) {
      const key = [instance.instance_id, builder.project_path, builder.worktree, builder.builder_id].join(
        '\n',
      );
      builders.push({
        key,
        machine: instance,
        repository: repositoryOf(instance, builder.project_path),
        builder,
      });
    }
  }
  return { entries: entries.toSorted(byName), builders };
}

interface Place {
  readonly instance_id: string;
  readonly project_path: string;
  readonly worktree?: string | undefined;
  readonly status_file: string;
}

function placeOf({ instance_id, project_path, worktree = '', status_file }: Place): string {
  return [instance_id, project_path, worktree, status_file].join('\n');
}

function repositoryOf(instance: InstanceState, path: string): Repository {
  return instance.projects.find((project) => project.path === path) ?? { path, name: path };
}

/** The builder of the file's own worktree; one that tells no worktree is known by the number in its name. */
function builderOf(file: StatusFileView, builders: readonly BuilderView[]): BuilderView | null {
  const here = builders.filter((builder) => builder.project_path === file.project_path);
  return (
    here.find(({ worktree }) => worktree !== undefined && worktree === file.worktree) ??
    here.find(
      ({ worktree, builder_id }) =>
        worktree === undefined && numberIn(builder_id) === numberIn(file.project.id),
    ) ??
    null
  );
}

function numberIn(name: string): string {
  return /0*(\d+)$/.exec(name)?.[1] ?? name;
}

function byName(a: ProjectEntry, b: ProjectEntry): number {
  return (
    inNaturalOrder(a.repository.name, b.repository.name) ||
    inNaturalOrder(a.file.project.id, b.file.project.id) ||
    inNaturalOrder(a.key, b.key)
  );
}

function newerTime(...times: (string | undefined)[]): string {
  const known = times.filter((time) => time !== undefined && !Number.isNaN(Date.parse(time)));
  return known.reduce<string>((newest, time) => {
    return time !== undefined && (newest === '' || Date.parse(time) > Date.parse(newest)) ? time : newest;
  }, '');
}
