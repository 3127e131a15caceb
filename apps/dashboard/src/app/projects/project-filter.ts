import { waitingForPeople } from '../hq-client/waiting';
import type { ProjectEntry } from '../hq-client/project-entry';
import { stuckFor } from './stuck';

/** What is the matter with a project, the most pressing first. */
export const PROJECT_STATES = ['problem', 'waiting', 'stuck', 'working', 'archived'] as const;
export type ProjectState = (typeof PROJECT_STATES)[number];

export interface ProjectFilter {
  /** Words that all occur in what names the project. */
  readonly words: string;
  readonly machine: string;
  readonly protocol: string;
  readonly state: ProjectState | '';
}

export const EVERYTHING: ProjectFilter = { words: '', machine: '', protocol: '', state: '' };

export function stateOf(entry: ProjectEntry, now: number): ProjectState {
  if (entry.file.project.problem) return 'problem';
  if (waitingForPeople(entry.waiting).length > 0) return 'waiting';
  if (entry.archived) return 'archived';
  return entry.builder && stuckFor(entry.builder, now) !== null ? 'stuck' : 'working';
}

/** Entries that fit every part of the filter. An empty part fits all. */
export function filtered(
  entries: readonly ProjectEntry[],
  { words, machine, protocol, state }: ProjectFilter,
  now: number,
): readonly ProjectEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(
    (entry) =>
      (machine === '' || entry.machine.instance_id === machine) &&
      (protocol === '' || protocolOf(entry) === protocol) &&
      (state === '' || stateOf(entry, now) === state) &&
      wanted.every((word) => namesOf(entry).includes(word)),
  );
}

export function isState(text: string): text is ProjectState {
  return (PROJECT_STATES as readonly string[]).includes(text);
}

/** The protocols that occur, for choosing one. `SPIR` and `spir` are the same. */
export function protocolsOf(entries: readonly ProjectEntry[]): readonly string[] {
  const all = new Set(entries.map(protocolOf).filter((name) => name !== ''));
  return [...all].sort((a, b) => a.localeCompare(b));
}

function protocolOf({ file }: ProjectEntry): string {
  return file.project.protocol?.toLowerCase() ?? '';
}

function namesOf({ file, repository, machine, builder }: ProjectEntry): string {
  const { id, title, phase = '', protocol = '' } = file.project;
  const builders = builder ? `${builder.builder_id} ${builder.branch ?? ''}` : '';
  return `${id} ${title} ${phase} ${protocol} ${repository.name} ${machine.instance_name} ${builders}`.toLowerCase();
}
