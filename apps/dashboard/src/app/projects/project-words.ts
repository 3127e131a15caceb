import { onItsWayWords } from '../ui/decision-words';
import { ageInWords } from '../ui/age-format';
import { gateWords } from '../ui/gate-words';
import { underWay, waitingForNewVersion, waitingForPeople } from '../hq-client/waiting';
import type { ProjectEntry } from '../hq-client/project-entry';
import { PROJECT_STATES, stateOf, type ProjectState } from './project-filter';
import { stuckFor } from './stuck';

/** The one thing to say of a project in a list. */
export interface ProjectStanding {
  readonly state: ProjectState | 'on-its-way' | 'sent-back';
  readonly words: string;
  /** More in the same words: file and line of a problem, how many gates wait beside the first. */
  readonly more: string;
  /** Of the gate that it speaks of. */
  readonly gateId: string | null;
  readonly since: string | null;
}

export function standingOf(entry: ProjectEntry, now: number): ProjectStanding {
  const state = stateOf(entry, now);
  const nothing = { state, more: '', gateId: null, since: null };
  switch (state) {
    case 'problem':
      return { ...nothing, ...problemOf(entry) };
    case 'waiting':
      return waitingOf(entry);
    case 'archived':
      return { ...nothing, words: '' };
    case 'stuck':
      return { ...nothing, words: stuckWords(entry, now) };
    case 'working':
      return sentBackOf(entry) ?? onItsWayOf(entry) ?? { ...nothing, words: '' };
  }
}

export function stateInWords(state: ProjectState): string {
  switch (state) {
    case 'problem':
      return $localize`:@@projects.state.problem:With a problem`;
    case 'waiting':
      return $localize`:@@projects.state.waiting:Waits for a person`;
    case 'stuck':
      return $localize`:@@projects.state.stuck:Stuck`;
    case 'working':
      return $localize`:@@projects.state.working:At work`;
    case 'archived':
      return $localize`:@@projects.state.archived:Done`;
  }
}

/** For choosing one. */
export const STATE_CHOICES = PROJECT_STATES.filter((state) => state !== 'archived');

function problemOf({ file }: ProjectEntry): Pick<ProjectStanding, 'words' | 'more'> {
  const { message = '', line } = file.project.problem ?? {};
  const name = file.path.split('/').at(-1) ?? file.path;
  return { words: message, more: line ? `${name}:${line}` : name };
}

function waitingOf(entry: ProjectEntry): ProjectStanding {
  const [first, ...others] = waitingForPeople(entry.waiting);
  return {
    state: 'waiting',
    words: first ? gateWords(first.gate).label : '',
    more: others.length > 0 ? $localize`:@@projects.more-gates:and ${others.length}:count: more` : '',
    gateId: first?.gate_id ?? null,
    since: first?.since ?? null,
  };
}

function sentBackOf({ waiting }: ProjectEntry): ProjectStanding | null {
  const gate = waitingForNewVersion(waiting).find(({ decision }) => !underWay(decision));
  if (!gate) return null;
  const words = $localize`:@@projects.sent-back:Waiting for a new version`;
  return { state: 'sent-back', words, more: '', gateId: gate.gate_id, since: null };
}

function onItsWayOf({ waiting }: ProjectEntry): ProjectStanding | null {
  const gate = waiting.find(({ decision }) => underWay(decision) || decision?.state === 'applied');
  if (!gate?.decision) return null;
  const words = onItsWayWords(gate.decision);
  return { state: 'on-its-way', words, more: gateWords(gate.gate).label, gateId: gate.gate_id, since: null };
}

function stuckWords({ builder }: ProjectEntry, now: number): string {
  const age = ageInWords((builder && stuckFor(builder, now)) ?? 0);
  return $localize`:@@projects.stuck-for:Nothing moved for ${age}:age:`;
}
