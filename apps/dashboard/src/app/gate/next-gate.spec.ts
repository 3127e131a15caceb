import { aDetail, aWaitingGate } from '../../../testing/factories';
import { following, nextGate } from './next-gate';

const gate = (gate_id: string, status_file = `codev/status/${gate_id}.md`) =>
  aWaitingGate({ gate_id, status_file });
const here = aWaitingGate({ gate_id: 'g1' });
const [first, third] = [gate('g0'), gate('g2')];
const read = aDetail();

describe('the gate to go on to', () => {
  const behind = following('g1', [first, here, third]) ?? [];

  it('is the one after this in the inbox, also when this has left it', () => {
    expect(nextGate(read, [first, here, third], behind)).toBe(third);
    expect(nextGate(read, [first, third], behind)).toBe(third);
  });

  it('is the first after the last, and none when nothing else waits', () => {
    expect(nextGate(read, [first, here], [])).toBe(first);
    expect(nextGate(read, [first], behind)).toBe(first);
    expect(nextGate(read, [here], behind)).toBeNull();
    expect(nextGate(read, [], behind)).toBeNull();
  });

  it('is once decided another one of the same file', () => {
    const same = gate('g3', here.status_file);
    expect(nextGate(read, [first, third, same], behind)).toBe(same);
    expect(nextGate(read, [first, here, third, same], behind)).toBe(third);
  });

  it('is not known from an inbox that this gate is not in', () => {
    expect(following('g1', [first, third])).toBeNull();
  });
});
