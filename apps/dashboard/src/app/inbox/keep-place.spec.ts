import { aWaitingGate } from '../../../testing/factories';
import { keepPlace } from './keep-place';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((gate_id) => aWaitingGate({ gate_id })) as [
  ReturnType<typeof aWaitingGate>,
  ReturnType<typeof aWaitingGate>,
  ReturnType<typeof aWaitingGate>,
  ReturnType<typeof aWaitingGate>,
];

describe('a list that is being read', () => {
  it('takes at its end what comes behind', () => {
    expect(keepPlace([a, b], [a, b, c])).toEqual({ gates: [a, b, c], held: [] });
  });

  it('holds back what would move what is shown', () => {
    expect(keepPlace([b, d], [a, b, c, d])).toEqual({ gates: [b, d], held: [a, c] });
  });

  it('lets go what no longer waits, and shows news of what stays', () => {
    const moved = { ...b, online: false };
    expect(keepPlace([a, b], [moved])).toEqual({ gates: [moved], held: [] });
  });

  it('shows all when nothing was shown', () => {
    expect(keepPlace([], [a, b])).toEqual({ gates: [a, b], held: [] });
  });
});
