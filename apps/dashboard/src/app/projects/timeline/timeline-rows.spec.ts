import { aTimeline } from '../../../../testing/factories';
import { rowsOf, stretchOf } from './timeline-rows';

const HOUR = 3_600_000;
const at = (hour: string) => `2026-11-22T${hour}:00:00.000Z`;
const time = (hour: string) => Date.parse(at(hour));

const timeline = aTimeline({
  from: at('08'),
  to: at('20'),
  phases: [
    { phase: 'specify', from: at('08'), to: at('10') },
    { phase: 'plan', from: at('10'), to: at('12') },
    { phase: 'specify', from: at('12'), to: at('13') },
    { phase: 'plan', from: at('13') },
  ],
  gates: [
    {
      gate: 'plan-approval',
      gate_id: 'g2',
      requested_at: at('11'),
      ended_at: at('12'),
      ended: 'changes-requested',
    },
    { gate: 'plan-approval', gate_id: 'g2', requested_at: at('15') },
    { gate: 'spec-approval', gate_id: 'g1', ended: 'elsewhere', ended_at: at('10') },
    { gate: 'pr', gate_id: 'g3' },
  ],
  builders: [
    { builder_id: 'builder-spir-68', status: 'implementing', from: at('09'), to: at('15') },
    { builder_id: 'builder-spir-68', status: 'blocked', from: at('15') },
  ],
});

describe('the rows of a timeline', () => {
  const rows = rowsOf(timeline);

  it('are one for each phase and gate in the order they began, then the builders', () => {
    expect(rows.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'phase specify',
      'phase plan',
      'gate spec-approval',
      'gate plan-approval',
      'builder builder-spir-68',
    ]);
  });

  it('sum up what was spent in each, also when it came again, and until now when it goes on', () => {
    expect(rows.map(({ total }) => total / HOUR)).toEqual([3, 9, 0, 6, 11]);
  });

  it('mark how a gate ended, and draw nothing of one that nobody asked for', () => {
    const gates = rows.filter(({ kind }) => kind === 'gate');
    expect(gates.map(({ marks }) => marks)).toEqual([
      [{ at: time('10'), kind: 'elsewhere' }],
      [{ at: time('12'), kind: 'sent-back' }],
    ]);
    expect(gates[1]?.bars.map(({ open }) => open)).toEqual([false, true]);
  });

  it('reach from the first that is known until now while something goes on', () => {
    expect(stretchOf(rows, timeline)).toEqual({ from: time('08'), to: time('20') });
    const over = aTimeline({ ...timeline, phases: timeline.phases.slice(0, 1), gates: [], builders: [] });
    expect(stretchOf(rowsOf(over), over).to).toBe(time('10'));
    const nothing = aTimeline({ from: at('08'), to: at('08') });
    expect(stretchOf(rowsOf(nothing), nothing)).toEqual({ from: time('08'), to: time('08') + 60_000 });
  });
});
