import type {
  BuilderView,
  Decision,
  InstanceState,
  LiveEvent,
  LiveEventData,
  StatusFileView,
  WaitingGate,
} from '@codev-hq/protocol';

/** What HQ says is true now, as this page has heard it. Replaced, never changed in place. */
export interface LiveState {
  readonly instances: Readonly<Record<string, InstanceState>>;
  readonly gates: Readonly<Record<string, WaitingGate>>;
  readonly decisions: Readonly<Record<string, Decision>>;
}

export const NOTHING_YET: LiveState = { instances: {}, gates: {}, decisions: {} };

/** The state after one event. An event about an instance that is not known changes nothing: its snapshot will come. */
export function afterEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.name) {
    case 'snapshot':
      return fromSnapshot(event.data);
    case 'instance':
      return withInstance(state, event.data);
    case 'status_file':
      return withStatusFile(state, event.data);
    case 'builder':
      return withBuilder(state, event.data);
    case 'gate':
      return withGate(state, event.data);
    case 'decision':
      return withDecision(state, event.data);
  }
}

/** Two reports of one decision may cross (an HTTP answer and an event): the one that knows more steps is newer. */
export function newerDecision(known: Decision | undefined, heard: Decision): Decision {
  return known && known.steps.length > heard.steps.length ? known : heard;
}

function fromSnapshot(snapshot: LiveEventData<'snapshot'>): LiveState {
  return {
    instances: Object.fromEntries(snapshot.instances.map((instance) => [instance.instance_id, instance])),
    gates: Object.fromEntries(snapshot.gates.map((gate) => [gate.gate_id, gate])),
    decisions: Object.fromEntries(snapshot.decisions.map((decision) => [decision.decision_id, decision])),
  };
}

function withInstance(state: LiveState, { removed, ...heard }: LiveEventData<'instance'>): LiveState {
  if (removed) return withoutInstance(state, heard.instance_id);
  const known = state.instances[heard.instance_id];
  const instance = {
    ...heard,
    status_files: known?.status_files ?? [],
    builders: known?.builders ?? [],
  };
  const gates = Object.entries(state.gates).map(([id, gate]) =>
    gate.instance_id === heard.instance_id
      ? ([id, { ...gate, online: heard.online, instance_name: heard.instance_name }] as const)
      : ([id, gate] as const),
  );
  return {
    ...state,
    instances: { ...state.instances, [heard.instance_id]: instance },
    gates: Object.fromEntries(gates),
  };
}

/** HQ was told to forget a machine. What was decided there stays. */
function withoutInstance(state: LiveState, id: string): LiveState {
  const { [id]: _forgotten, ...instances } = state.instances;
  const gates = Object.entries(state.gates).filter(([, gate]) => gate.instance_id !== id);
  return { ...state, instances, gates: Object.fromEntries(gates) };
}

interface FileAddress {
  readonly project_path: string;
  readonly path: string;
  readonly worktree?: string | undefined;
}

export function sameFile(a: FileAddress, b: FileAddress): boolean {
  return a.path === b.path && a.project_path === b.project_path && a.worktree === b.worktree;
}

function withStatusFile(state: LiveState, heard: LiveEventData<'status_file'>): LiveState {
  const instance = state.instances[heard.instance_id];
  if (!instance) return state;
  const others = instance.status_files.filter((file) => !sameFile(file, heard));
  const status_files: StatusFileView[] = heard.deleted ? others : [...others, heard];
  return {
    ...state,
    instances: { ...state.instances, [instance.instance_id]: { ...instance, status_files } },
  };
}

function withBuilder(state: LiveState, heard: LiveEventData<'builder'>): LiveState {
  const instance = state.instances[heard.instance_id];
  if (!instance) return state;
  // Ids repeat between worktrees of one project, so a builder is known by both.
  const same = (other: BuilderView) =>
    other.project_path === heard.project_path &&
    other.builder_id === heard.builder_id &&
    other.worktree === heard.worktree;
  const others = instance.builders.filter((builder) => !same(builder));
  const builders: BuilderView[] = heard.removed ? others : [...others, heard];
  return { ...state, instances: { ...state.instances, [instance.instance_id]: { ...instance, builders } } };
}

function withGate(state: LiveState, heard: LiveEventData<'gate'>): LiveState {
  const { [heard.gate_id]: _replaced, ...others } = state.gates;
  return { ...state, gates: heard.gate ? { ...others, [heard.gate_id]: heard.gate } : others };
}

function withDecision(state: LiveState, heard: Decision): LiveState {
  const decision = newerDecision(state.decisions[heard.decision_id], heard);
  const decisions = { ...state.decisions, [decision.decision_id]: decision };
  const gate = state.gates[decision.gate_id];
  if (gate?.decision?.decision_id !== decision.decision_id) return { ...state, decisions };
  return { ...state, decisions, gates: { ...state.gates, [gate.gate_id]: { ...gate, decision } } };
}
