import { aDecision, aFile, aGate, digestOf } from '../../../testing/factories';
import { decisionsAbout, onItsWay, provenBy } from './gate-proof';

const applied = aDecision('applied');
const passed = aGate({ passed: true, waiting: false, by: 'Ada Lovelace', at: applied.decided_at });

describe('who opened a passed gate', () => {
  it('is known when HQ has that person’s decision, and it made the entry', () => {
    expect(provenBy(passed, [applied])).toBe(applied);
  });

  it('is known of a gate for which porch wrote its own time, while the decision was carried out', () => {
    const status_file = 'codev/projects/412-pause/status.yaml';
    const steps = ['10:00:00', '10:00:01', '10:09:00'].map((time, index) => ({
      state: (['decided', 'sent', 'applied'] as const)[index]!,
      at: `2026-11-22T${time}.000Z`,
      cause: '',
    }));
    const porchs = { ...applied, status_file, steps, decided_at: '2026-11-22T10:00:00.000Z' };
    const at = (time: string) => ({ ...passed, at: `2026-11-22T${time}Z` });
    expect(provenBy(at('10:08:30'), [porchs])).toBe(porchs);
    expect(provenBy(at('09:59:00'), [porchs])).toBe(porchs);
    expect(provenBy(at('11:00:00'), [porchs])).toBeNull();
    expect(provenBy(at('10:08:30'), [{ ...porchs, status_file: applied.status_file }])).toBeNull();
  });

  it.each([
    ['HQ has no decision', passed, []],
    ['the decision came to nothing', passed, [aDecision('refused')]],
    ['the file names another person', { ...passed, by: 'Mallory' }, [applied]],
    ['the entry was written at another time', { ...passed, at: '2026-11-22T11:00:00.000Z' }, [applied]],
    [
      'the decision was about another gate',
      { ...passed, name: 'plan_to_implement.human_approval' },
      [applied],
    ],
    ['the gate is not passed', aGate(), [applied]],
  ])('is not known when %s', (_case, gate, decisions) => {
    expect(provenBy(gate, decisions)).toBeNull();
  });
});

describe('a decision that the file does not show yet', () => {
  it.each(['decided', 'sent', 'applied'] as const)('is one that is %s', (state) => {
    expect(onItsWay(aGate(), [aDecision(state)])?.state).toBe(state);
  });

  it('is none that was refused, or applied before the gate was asked for again', () => {
    expect(onItsWay(aGate(), [aDecision('refused')])).toBeNull();
    expect(onItsWay(aGate({ digest: digestOf('8') }), [applied])).toBeNull();
  });
});

describe('decisions about a file', () => {
  it('are those of its own machine, project and worktree (S12)', () => {
    const here = { ...aFile(), instance_id: 'i1' };
    const elsewhere = [
      { instance_id: 'i2' },
      { project_path: '/home/ada/site' },
      { worktree: '/home/ada/shop/.builders/68' },
    ].map((other) => aDecision('applied', other));
    expect(decisionsAbout(here, [applied, ...elsewhere])).toEqual([applied]);
  });
});
