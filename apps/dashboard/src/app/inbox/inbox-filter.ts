import type { WaitingGate } from '@codev-hq/protocol';
import { projectKey } from '../hq-client/followed-projects';
import { inNaturalOrder } from '../hq-client/natural-order';
import { gateWords } from '../ui/gate-words';

export const GROUPINGS = ['none', 'project', 'machine', 'kind'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What is shown of the inbox, as its address says it. */
export interface InboxFilter {
  readonly show: 'all' | 'mine';
  readonly project: string | null;
  readonly machine: string | null;
  /** The last part of a gate's name. */
  readonly kind: string | null;
  readonly group: Grouping;
}

export const EVERYTHING: InboxFilter = {
  show: 'all',
  project: null,
  machine: null,
  kind: null,
  group: 'none',
};

export interface Choice {
  readonly value: string;
  readonly label: string;
}

type Params = Readonly<Record<string, string | null | undefined>>;

export function filterOf(params: Params): InboxFilter {
  return {
    show: params['show'] === 'mine' ? 'mine' : 'all',
    project: params['project'] || null,
    machine: params['machine'] || null,
    kind: params['kind'] || null,
    group: GROUPINGS.find((grouping) => grouping === params['group']) ?? 'none',
  };
}

/** For the address: what is not as in {@link EVERYTHING}. */
export function paramsOf(filter: InboxFilter): Record<string, string | null> {
  return {
    show: filter.show === 'mine' ? 'mine' : null,
    project: filter.project,
    machine: filter.machine,
    kind: filter.kind,
    group: filter.group === 'none' ? null : filter.group,
  };
}

/** True when some gates may be hidden. */
export function narrows(filter: InboxFilter): boolean {
  return filter.show === 'mine' || Boolean(filter.project ?? filter.machine ?? filter.kind);
}

export function passes(
  gate: WaitingGate,
  filter: InboxFilter,
  isMine: (gate: WaitingGate) => boolean,
): boolean {
  return (
    (filter.show === 'all' || isMine(gate)) &&
    (filter.project === null || projectKey(gate) === filter.project) &&
    (filter.machine === null || gate.instance_id === filter.machine) &&
    (filter.kind === null || kindOf(gate) === filter.kind)
  );
}

/** Gates are of one kind when they ask the same, in whatever project. */
export function kindOf(gate: WaitingGate): string {
  return gateWords(gate.gate).label;
}

/** What there is to choose from among these gates, by name. */
export function choices(
  gates: readonly WaitingGate[],
  valueOf: (gate: WaitingGate) => string,
  labelOf: (gate: WaitingGate) => string,
): readonly Choice[] {
  const found = new Map(gates.map((gate) => [valueOf(gate), labelOf(gate)]));
  return [...found]
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => inNaturalOrder(a.label, b.label));
}

export interface Group {
  readonly key: string;
  readonly heading: string;
  readonly gates: readonly WaitingGate[];
}

/** In the order in which each group's oldest gate came. */
export function grouped(gates: readonly WaitingGate[], by: Grouping): readonly Group[] {
  const [keyOf, headingOf] = GROUPED_BY[by];
  const groups = new Map<string, WaitingGate[]>();
  for (const gate of gates) {
    const key = keyOf(gate);
    groups.set(key, [...(groups.get(key) ?? []), gate]);
  }
  return [...groups].map(([key, members]) => ({
    key,
    heading: members[0] ? headingOf(members[0]) : '',
    gates: members,
  }));
}

type TextOf = (gate: WaitingGate) => string;
const GROUPED_BY: Record<Grouping, readonly [key: TextOf, heading: TextOf]> = {
  none: [() => '', () => ''],
  project: [projectKey, (gate) => gate.project_name],
  machine: [(gate) => gate.instance_id, (gate) => gate.instance_name],
  kind: [kindOf, kindOf],
};
