import { parseStatusFile } from '@codev-hq/status-file';
import { porchFile } from '../../testing/porch-project.js';
import { builderState } from './builder-state.js';

const PATH = 'codev/projects/0412-retry-queue/status.yaml';
const state = (text: string) => builderState(parseStatusFile(text, PATH));
const merged = (merged: boolean) => `pr_history:\n  - pr_number: 7\n    merged: ${merged}\n`;

test('a builder is what its project’s status file says', () => {
  expect(builderState(undefined)).toEqual({ status: 'spawning' });
  expect(state(porchFile())).toEqual({ status: 'blocked', phase: 'plan' });
  expect(state(porchFile({ requested: '' }))).toEqual({ status: 'implementing', phase: 'plan' });
  expect(state(porchFile({ gate: 'pr' }))).toMatchObject({ status: 'pr-ready' });
  expect(state(porchFile({ gate: 'pr', top: merged(false) }))).toMatchObject({ status: 'pr-ready' });
  expect(state(porchFile({ gate: 'pr', top: merged(true) }))).toMatchObject({ status: 'implementing' });
  expect(state(porchFile().replace('phase: plan', 'phase: verified'))).toMatchObject({ status: 'complete' });
});

test('the step of its plan says more than its phase', () => {
  const text = porchFile().replace('current_plan_phase: null', 'current_plan_phase: phase_2');
  expect(state(text)).toMatchObject({ phase: 'phase_2' });
});
