import { iso } from './story-clock.ts';

/** A gate as an agent writes it. */
export interface WrittenGate {
  readonly name: string;
  readonly asked: number;
  readonly opened?: { readonly by: string; readonly at: number };
}

export interface WrittenStatus {
  readonly id: string;
  readonly title: string;
  readonly phase: string;
  readonly gates: readonly WrittenGate[];
  readonly begun: number;
  readonly updated: number;
}

export const PORCH_GATES = ['spec-approval', 'plan-approval', 'dev-approval', 'pr'] as const;
export const PORCH_PHASES = ['specify', 'plan', 'implement', 'review', 'verified'] as const;
export const MARKDOWN_GATES = [
  'specify_to_plan',
  'plan_to_implement',
  'implement_to_review',
  'review_to_done',
] as const;
export const MARKDOWN_PHASES = ['specify', 'plan', 'implement', 'review', 'done'] as const;

/** `status.yaml` as porch writes it. */
export function porchStatus({ id, title, phase, gates, begun, updated }: WrittenStatus): string {
  const entries = gates.map(({ name, asked, opened }) =>
    [
      `  ${name}:`,
      `    status: ${opened ? 'approved' : 'pending'}`,
      `    requested_at: '${iso(asked)}'`,
      ...(opened ? [`    approved_at: '${iso(opened.at)}'`] : []),
    ].join('\n'),
  );
  return `id: '${id}'
title: ${title}
protocol: spir
phase: ${phase}
plan_phases: []
current_plan_phase: null
gates:${entries.length > 0 ? `\n${entries.join('\n')}` : ' {}'}
iteration: 1
build_complete: false
history: []
started_at: '${iso(begun)}'
updated_at: '${iso(updated)}'
`;
}

/** A status file in Markdown, with what people read in it. */
export function markdownStatus({ id, title, phase, gates }: WrittenStatus, text: string): string {
  const entries = gates.map(({ name, asked, opened }) =>
    [
      `  ${name}:`,
      opened
        ? `    human_approval: { status: passed, by: '${opened.by}', at: '${iso(opened.at)}', requested_at: '${iso(asked)}' }`
        : `    human_approval: { status: pending, requested_at: '${iso(asked)}' }`,
    ].join('\n'),
  );
  return `---
id: '${id}'
title: ${title}
protocol: SPIR
current_phase: ${phase}
gates:
${entries.join('\n')}
---

# ${title}

${text}`;
}
