import { parseStatusFile, setGate } from './index.js';

interface Shape {
  readonly folder: string;
  readonly text: string;
  readonly says: Record<string, unknown>;
  /** The one gate that waits for a person. */
  readonly waits?: string;
}

const TIMES = `started_at: '2026-02-15T22:28:30.155Z'
updated_at: '2026-02-16T02:02:42.178Z'
`;

function requested(gate: string): string {
  return `  ${gate}:\n    status: pending\n    requested_at: '2026-02-16T01:00:00.000Z'\n`;
}

function approved(gate: string, requestedAt = "    requested_at: '2026-02-15T22:46:02.755Z'\n"): string {
  return `  ${gate}:\n    status: approved\n${requestedAt}    approved_at: '2026-02-15T22:48:20.801Z'\n`;
}

function pending(gate: string): string {
  return `  ${gate}:\n    status: pending\n`;
}

function porch(head: string, gates: string, rest = 'history: []\n', end = ''): string {
  return `${head}plan_phases: []\ncurrent_plan_phase: null\ngates:\n${gates}iteration: 1\nbuild_complete: false\n${rest}${TIMES}${end}`;
}

const HISTORY = `history:
  - iteration: 1
    plan_phase: phase_1
    build_output: ''
    reviews:
      - model: gemini
        verdict: APPROVE
        file: >-
          /Users/ada/code/shop/.builders/spir-120-swap/codev/projects/0120-swap/0120-phase_1-iter1-gemini.txt
      - model: codex
        verdict: REQUEST_CHANGES
        file: /Users/ada/0120-phase_1-iter1-codex.txt
`;

/** Every shape that porch's files have been met in, each with a name of its own. */
const SHAPES: Record<string, Shape> = {
  'the first porch’s, finished, with a gate that was renamed since': {
    folder: '0088-version-constant',
    text: porch(
      "id: '0088'\ntitle: version-constant\nprotocol: spider\nphase: complete\n",
      approved('spec-approval', '') + approved('pr-ready'),
    ),
    says: { id: '0088', protocol: 'spider', archived: true },
  },
  'reviews by models, with folded paths, and a plan': {
    folder: '0120-swap',
    text: porch(
      "id: '0120'\ntitle: swap\nprotocol: spir\nphase: review\n",
      approved('spec-approval', '') + approved('pr-ready', ''),
      HISTORY,
    ).replace(
      'plan_phases: []',
      'plan_phases:\n  - id: phase_1\n    title: Install & implement “it”\n    status: complete',
    ),
    says: { id: '0120', phase: 'review' },
  },
  'a pull request that waits': {
    folder: '1001-adapter',
    text: porch(
      "id: '1001'\ntitle: adapter\nprotocol: pir\nphase: review\n",
      approved('plan-approval') + approved('dev-approval') + requested('pr'),
      'history: []\n',
      "pr_history:\n  - phase: review\n    pr_number: 1002\n    branch: builder/pir-1001\n    created_at: '2026-06-06T06:01:17.748Z'\npr_ready_for_human: true\n",
    ),
    says: { pull_request: { number: '1002', merged: false } },
    waits: 'pr',
  },
  'a pull request that was merged while its gate waits, after another': {
    folder: '1187-upgrade',
    text: porch(
      "id: '1187'\ntitle: upgrade\nprotocol: pir\nphase: review\n",
      requested('pr'),
      'history: []\n',
      "pr_history:\n  - pr_number: 1\n    merged: false\n  - pr_number: 2\n    merged: true\n    merged_at: '2026-07-30T11:24:12.936Z'\n",
    ),
    says: { pull_request: { number: '2', merged: true } },
    waits: 'pr',
  },
  'a step that was forced, and a last gate that nobody asked for': {
    folder: '1286-lanes',
    text: porch(
      "id: '1286'\ntitle: lanes\nprotocol: aspir\nphase: verify\n",
      approved('pr') + pending('verify-approval'),
      'history: []\n',
      'pr_ready_for_human: false\nforce_advanced:\n  phase: phase_6\n  iteration: 3\n  max_iterations: 3\n  rebuttal_file: 1286-phase_6-iter3-rebuttals.md\n',
    ),
    says: { phase: 'verify' },
  },
  'a phantom: every gate pending, none asked for': {
    folder: '456-statistics',
    text: porch(
      "id: '456'\ntitle: statistics\nprotocol: aspir\nphase: specify\n",
      pending('pr') + pending('verify-approval'),
    ),
    says: { id: '456' },
  },
  'a gate that was asked for at no time': {
    folder: '457-null',
    text: porch(
      "id: '457'\ntitle: null-time\nprotocol: spir\nphase: plan\n",
      '  plan-approval:\n    status: pending\n    requested_at: null\n  pr:\n    status: pending\n    requested_at: ~\n',
    ),
    says: { id: '457' },
  },
  'a bugfix, whose id has its kind': {
    folder: 'bugfix-887-idempotent',
    text: porch('id: bugfix-887\ntitle: idempotent\nprotocol: bugfix\nphase: pr\n', requested('pr')),
    says: { id: 'bugfix-887', protocol: 'bugfix' },
    waits: 'pr',
  },
  'another kind of id': {
    folder: 'secfix-1-hardening',
    text: porch('id: secfix-1\ntitle: hardening\nprotocol: pir\nphase: review\n', requested('dev-approval')),
    says: { id: 'secfix-1' },
    waits: 'dev-approval',
  },
  'a task without an issue': {
    folder: 'builder-task-abcd-task-AbCd',
    text: porch('id: builder-task-abcd\ntitle: task-AbCd\nprotocol: spike\nphase: investigate\n', '').replace(
      'gates:\n',
      'gates: {}\n',
    ),
    says: { id: 'builder-task-abcd', gates: [] },
  },
  'a protocol of one’s own, with gates nobody has heard of': {
    folder: '77-own',
    text: porch(
      "id: '77'\ntitle: >-\n  a long title that porch folds\nprotocol: our-own\nphase: legal\n",
      approved('scope-approval') + requested('Legal_Sign.Off') + pending('research-complete'),
      'history: []\n',
      "context:\n  user_answers: 'yes'\ncontext_refreshes: []\nawaiting_input: true\nawaiting_input_since: '2026-07-30T11:24:12.936Z'\n",
    ),
    says: { protocol: 'our-own', title: 'a long title that porch folds' },
    waits: 'Legal_Sign.Off',
  },
  'a terminal phase with a gate that is still asked for': {
    folder: '1396-done',
    text: porch("id: '1396'\ntitle: done\nprotocol: spir\nphase: verified\n", requested('verify-approval')),
    says: { archived: true },
  },
};

describe('a file of porch’s', () => {
  it.each(Object.entries(SHAPES))('is read without a problem: %s', (_, { folder, text, says, waits }) => {
    const model = parseStatusFile(text, `codev/projects/${folder}/status.yaml`);
    expect(model).not.toHaveProperty('problem');
    expect(model).toMatchObject({ format: 'porch', ...says });
    expect(model.gates.filter(({ waiting }) => waiting).map(({ name }) => name)).toEqual(
      waits ? [waits] : [],
    );
  });

  it.each(Object.entries(SHAPES).filter(([, { waits }]) => waits !== undefined))(
    'is approved in that gate alone: %s',
    (_, { folder, text, waits = '' }) => {
      const path = `codev/projects/${folder}/status.yaml`;
      const fields = { status: 'approved', approved_at: '2026-02-16T02:00:00.000Z', approved_by: 'Ada' };
      const edit = setGate(text, path, waits, { fields });
      expect(edit).toMatchObject({ ok: true, gate: { passed: true, by: 'Ada' } });
      const written = edit.ok ? edit.text : '';
      const added = "    approved_at: '2026-02-16T02:00:00.000Z'\n    approved_by: 'Ada'\n";
      const asked = requested(waits);
      expect(written).toBe(text.replace(asked, asked.replace('pending', 'approved') + added));
    },
  );
});
