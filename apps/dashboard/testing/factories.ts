import type {
  ActivityEntry,
  BuilderView,
  Decision,
  DecisionState,
  GateDetail,
  GateModel,
  InstanceDetail,
  InstanceState,
  ProjectTimeline,
  SessionView,
  SignInAnswer,
  StatusFileView,
  WaitingGate,
} from '@codev-hq/protocol';

/** A digest that is told apart by its first character. */
export const digestOf = (letter: string): string => letter.repeat(64).slice(0, 64);

const AT = '2026-11-22T10:00:00.000Z';

export function aGate(overrides: Partial<GateModel> = {}): GateModel {
  return {
    name: 'specify_to_plan.human_approval',
    status: 'pending',
    passed: false,
    human: true,
    waiting: true,
    digest: digestOf('a'),
    ...overrides,
  };
}

export function aFile(overrides: Partial<StatusFileView> = {}): StatusFileView {
  const head = '---\nid: "0068"\n---\n';
  return {
    path: 'codev/status/0068-feature.md',
    content: `${head}## Log\n- Started\n`,
    project_path: '/home/ada/shop',
    digest: digestOf('f'),
    updated_at: AT,
    project: {
      format: 'markdown',
      id: '0068',
      title: 'Feature',
      phase: 'specify',
      gates: [aGate()],
      body_start: head.length,
    },
    ...overrides,
  };
}

export function anInstance(overrides: Partial<InstanceState> = {}): InstanceState {
  return {
    instance_id: 'i1',
    instance_name: 'laptop',
    version: '0.1.0',
    connected_at: AT,
    last_ping: AT,
    last_seen: AT,
    online: true,
    projects: [{ path: '/home/ada/shop', name: 'shop' }],
    status_files: [aFile()],
    builders: [],
    ...overrides,
  };
}

/** What only `GET /api/instances` says of a machine. */
export function aDetailOf(
  { status_files, builders, ...view }: InstanceState,
  overrides: Partial<InstanceDetail> = {},
): InstanceDetail {
  return {
    ...view,
    reconnects_today: 0,
    status_files: status_files.length,
    builders: builders.length,
    waiting_gates: 0,
    ...overrides,
  };
}

export function aWaitingGate(overrides: Partial<WaitingGate> = {}): WaitingGate {
  return {
    gate_id: 'g1',
    instance_id: 'i1',
    instance_name: 'laptop',
    online: true,
    project_path: '/home/ada/shop',
    project_name: 'shop',
    project_id: '0068',
    title: 'Feature',
    phase: 'specify',
    gate: 'specify_to_plan.human_approval',
    status_file: 'codev/status/0068-feature.md',
    since: AT,
    digest: digestOf('a'),
    file_digest: digestOf('f'),
    ...overrides,
  };
}

const PATHS: Record<DecisionState, DecisionState[]> = {
  decided: ['decided'],
  sent: ['decided', 'sent'],
  applied: ['decided', 'sent', 'applied'],
  refused: ['decided', 'sent', 'refused'],
  superseded: ['decided', 'superseded'],
  expired: ['decided', 'expired'],
};

export function aDecision(state: DecisionState, overrides: Partial<Decision> = {}): Decision {
  return {
    decision_id: 'd1',
    kind: 'approve',
    instance_id: 'i1',
    instance_name: 'laptop',
    project_path: '/home/ada/shop',
    project_id: '0068',
    title: 'Feature',
    gate_id: 'g1',
    gate: 'specify_to_plan.human_approval',
    status_file: 'codev/status/0068-feature.md',
    approver: { id: 'p1', name: 'Ada Lovelace' },
    expected: { gate_digest: digestOf('a'), file_digest: digestOf('f') },
    decided_at: AT,
    expires_at: '2026-11-29T10:00:00.000Z',
    state,
    steps: PATHS[state].map((step) => ({ state: step, at: AT, cause: step })),
    ...(state === 'applied' && {
      outcome: {
        outcome: 'applied',
        status_file: 'codev/status/0068-feature.md',
        digest: digestOf('b'),
        commit: '3f9a1c27d0b4',
      },
    }),
    ...(state === 'refused' && { refusal: { code: 'GIT_FAILED', error: 'A hook refused the commit.' } }),
    ...overrides,
  };
}

export function aDetail(overrides: Partial<GateDetail> = {}): GateDetail {
  const { status_files: _files, builders: _builders, ...instance } = anInstance();
  return {
    gate_id: 'g1',
    instance,
    status_file: aFile(),
    gate: 'specify_to_plan.human_approval',
    waiting: aWaitingGate(),
    decisions: [],
    ...overrides,
  };
}

export function aSession(role: SessionView['person']['role'] = 'approver'): SessionView {
  return { person: { id: 'p1', name: 'Ada Lovelace', role }, expires_at: AT, version: '0.1.0' };
}

export function aSignIn(): SignInAnswer {
  return { ...aSession(), page_secret: 'page-1' };
}

export function aSnapshot(
  overrides: { instances?: InstanceState[]; gates?: WaitingGate[]; decisions?: Decision[] } = {},
) {
  return {
    instances: [anInstance()],
    gates: [aWaitingGate()],
    decisions: [],
    timestamp: new Date().toISOString(),
    ...overrides,
  };
}

export function aBuilder(overrides: Partial<BuilderView> = {}): BuilderView {
  return {
    builder_id: 'builder-68',
    status: 'implementing',
    project_path: '/home/ada/shop',
    updated_at: AT,
    ...overrides,
  };
}

export function aTimeline(overrides: Partial<ProjectTimeline> = {}): ProjectTimeline {
  return {
    instance_id: 'i1',
    instance_name: 'laptop',
    project_path: '/home/ada/shop',
    project_name: 'shop',
    project_id: '0068',
    from: AT,
    to: AT,
    phases: [],
    gates: [],
    decisions: [],
    builders: [],
    truncated: false,
    ...overrides,
  };
}

export function anEntry(overrides: Partial<ActivityEntry> = {}): ActivityEntry {
  return {
    id: 'e1',
    at: AT,
    kind: 'gate-requested',
    instance_id: 'i1',
    instance_name: 'laptop',
    project_path: '/home/ada/shop',
    project_name: 'shop',
    project_id: '0068',
    title: 'Feature',
    ...overrides,
  };
}
