import type { Decision } from './decision.js';
import { openerOf } from './gate-opener.js';
import type { GateModel } from './status-file-model.js';

const DIGEST = 'a'.repeat(64);
const DECIDED = '2026-11-22T10:00:00.000Z';
const COMMIT = '3f9a1c27d0b4';
const step = (state: 'decided' | 'sent' | 'applied', time: string) => ({
  state,
  at: `2026-11-22T${time}.000Z`,
  cause: '',
});

const applied: Decision = {
  decision_id: 'd1',
  kind: 'approve',
  instance_id: 'i1',
  instance_name: 'laptop',
  project_path: '/home/ada/shop',
  project_id: '0068',
  title: 'Pause',
  gate_id: 'g1',
  gate: 'specify_to_plan.human_approval',
  status_file: 'codev/status/0068-pause.md',
  approver: { id: 'p1', name: 'Ada Lovelace' },
  expected: { gate_digest: DIGEST },
  decided_at: DECIDED,
  expires_at: '2026-11-29T10:00:00.000Z',
  state: 'applied',
  steps: [step('decided', '10:00:00'), step('sent', '10:00:01'), step('applied', '10:09:00')],
  outcome: {
    outcome: 'applied',
    status_file: 'codev/status/0068-pause.md',
    digest: DIGEST,
    commit: COMMIT,
  },
};
const passed: GateModel = {
  name: applied.gate,
  status: 'passed',
  passed: true,
  human: true,
  waiting: false,
  digest: DIGEST,
  by: 'Ada Lovelace',
  at: DECIDED,
};
const without = (gate: GateModel, ...keys: ('by' | 'at')[]): GateModel => {
  const { by, at, ...rest } = gate;
  return {
    ...rest,
    ...(!keys.includes('by') && by !== undefined && { by }),
    ...(!keys.includes('at') && at !== undefined && { at }),
  };
};
const later = (change: Partial<Decision>): Decision => ({
  ...applied,
  decision_id: 'd2',
  decided_at: '2026-11-25T10:00:00.000Z',
  ...change,
});

describe('who opened a passed gate', () => {
  it('is known when HQ has that person’s decision, and it made the entry', () => {
    expect(openerOf(passed, [applied])).toBe(applied);
  });

  it('is known of a gate that was opened once more by a newer decision, as that one wrote it', () => {
    const again = later({});
    expect(openerOf({ ...passed, at: again.decided_at }, [again, applied])).toBe(again);
  });

  it.each<[string, GateModel, readonly Decision[]]>([
    ['HQ has no decision', passed, []],
    ['the decision came to nothing', passed, [{ ...applied, state: 'refused' }]],
    ['the file names another person', { ...passed, by: 'Mallory' }, [applied]],
    ['the entry was written at another time', { ...passed, at: '2026-11-22T11:00:00.000Z' }, [applied]],
    ['the entry has no time', without(passed, 'at'), [applied]],
    ['the entry has no name', without(passed, 'by'), [applied]],
    ['the entry has neither', without(passed, 'by', 'at'), [applied]],
    ['the time is none', { ...passed, at: 'today' }, [applied]],
    [
      'changes were requested since',
      without(passed, 'by', 'at'),
      [later({ kind: 'request_changes' }), applied],
    ],
    ['an entry is copied back after that', passed, [later({ kind: 'request_changes' }), applied]],
    ['an entry is copied back after another approval', passed, [later({}), applied]],
    [
      'HQ saw it wait again since, and the entry is copied back',
      passed,
      [{ ...applied, reopened_at: '2026-11-23T10:00:00.000Z' }],
    ],
    ['somebody who decided since was refused', passed, [later({ state: 'refused' }), applied]],
    ['the decision was about another gate', { ...passed, name: 'plan-approval' }, [applied]],
    [
      'the machine had found it open, at another time',
      { ...passed, at: '2030-01-01T00:00:00.000Z' },
      [{ ...applied, outcome: { ...applied.outcome!, outcome: 'already_applied' } as Decision['outcome'] }],
    ],
    ['the gate is not passed', { ...passed, passed: false }, [applied]],
  ])('is not known when %s', (_case, gate, decisions) => {
    expect(openerOf(gate, decisions)).toBeNull();
  });

  describe('in porch’s file, whose time is porch’s own', () => {
    const porchs = { ...applied, status_file: 'codev/projects/412-pause/status.yaml' };
    const at = (time: string, gate = passed) => ({ ...gate, at: `2026-11-22T${time}Z` });

    it('is known by the name, when it was written while the decision was carried out', () => {
      expect(openerOf(at('10:08:30'), [porchs])).toBe(porchs);
      expect(openerOf(at('09:59:00'), [porchs])).toBe(porchs);
      expect(openerOf(at('11:00:00'), [porchs])).toBeNull();
      expect(openerOf(at('10:08:30'), [applied])).toBeNull();
    });

    it('is known without a name only by the commit that the machine made of it', () => {
      const unnamed = at('10:08:30', without(passed, 'by'));
      const { commit: _none, ...uncommitted } = { ...applied.outcome!, commit: COMMIT };
      expect(openerOf(unnamed, [porchs])).toBe(porchs);
      expect(openerOf(unnamed, [{ ...porchs, outcome: uncommitted }])).toBeNull();
      expect(openerOf(unnamed, [{ ...porchs, outcome: { outcome: 'observed' } }])).toBeNull();
      expect(openerOf(at('10:08:30', { ...passed, by: 'Mallory' }), [porchs])).toBeNull();
      expect(openerOf(without(passed, 'by', 'at'), [porchs])).toBeNull();
    });
  });
});
