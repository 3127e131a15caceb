import type { GateDetail, WaitingGate } from '@codev-hq/protocol';
import { nextOf } from './reading';

/** Gates that stood behind one in the inbox, by id: where one goes on when it has left. */
export function following(gateId: string, waiting: readonly WaitingGate[]): readonly string[] | null {
  const here = waiting.findIndex(({ gate_id }) => gate_id === gateId);
  return here < 0 ? null : waiting.slice(here + 1).map(({ gate_id }) => gate_id);
}

/**
 * Where a person goes on to: once decided another gate of the same file, else the gate after this one in the inbox; after the
 * last the first. None when nothing else waits.
 */
export function nextGate(
  read: GateDetail,
  waiting: readonly WaitingGate[],
  behind: readonly string[],
): WaitingGate | null {
  const others = waiting.filter(({ gate_id }) => gate_id !== read.gate_id);
  const ofSameFile = others.length === waiting.length ? nextOf(read, waiting) : null;
  return ofSameFile ?? others.find(({ gate_id }) => behind.includes(gate_id)) ?? others[0] ?? null;
}
