import type { Decision, InstanceDetail, InstanceState, WaitingGate } from '@codev-hq/protocol';
import { underWay, waitingForPeople } from '../hq-client/waiting';

export const MACHINE_STATES = ['online', 'offline'] as const;
export type MachineState = (typeof MACHINE_STATES)[number];

/** A machine with what the page says of it. */
export interface MachineEntry {
  readonly machine: InstanceState;
  /** What only HQ's answer has: the line, and the key. Absent until that has come. */
  readonly detail: InstanceDetail | undefined;
  /** Gates there that wait for a person. */
  readonly waiting: number;
  /** Decisions that it has yet to answer. */
  readonly undelivered: number;
  /** Another one is called the same. */
  readonly namesake: boolean;
}

export interface MachineFilter {
  readonly words: string;
  readonly state: MachineState | '';
}

export const EVERY_MACHINE: MachineFilter = { words: '', state: '' };

export function isMachineState(text: string): text is MachineState {
  return MACHINE_STATES.some((state) => state === text);
}

export function machineEntries(
  machines: readonly InstanceState[],
  details: readonly InstanceDetail[],
  gates: readonly WaitingGate[],
  decisions: readonly Decision[],
): readonly MachineEntry[] {
  const detailOf = new Map(details.map((detail) => [detail.instance_id, detail]));
  const waiting = countBy(waitingForPeople(gates), ({ instance_id }) => instance_id);
  const undelivered = countBy(decisions.filter(underWay), ({ instance_id }) => instance_id);
  const names = countBy(machines, ({ instance_name }) => instance_name);
  return machines.map((machine) => ({
    machine,
    detail: detailOf.get(machine.instance_id),
    waiting: waiting.get(machine.instance_id) ?? 0,
    undelivered: undelivered.get(machine.instance_id) ?? 0,
    namesake: (names.get(machine.instance_name) ?? 0) > 1,
  }));
}

/** Entries that fit both parts of the filter. */
export function machinesThatFit(
  entries: readonly MachineEntry[],
  { words, state }: MachineFilter,
): readonly MachineEntry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(
    (entry) =>
      (state === '' || entry.machine.online === (state === 'online')) &&
      wanted.every((word) => namesOf(entry).includes(word)),
  );
}

function namesOf({ machine, detail }: MachineEntry): string {
  const repositories = machine.projects.map(({ name }) => name).join(' ');
  const { instance_name, instance_id, version } = machine;
  return `${instance_name} ${instance_id} ${version} ${repositories} ${detail?.key?.name ?? ''}`.toLowerCase();
}

function countBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of all) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  return counts;
}
