import type { WaitingGate } from '@codev-hq/protocol';

export interface Placed {
  readonly gates: readonly WaitingGate[];
  /** Have come meanwhile, and would move what is being read: shown when asked for. */
  readonly held: readonly WaitingGate[];
}

/** What is shown keeps its place: a gate that comes is shown at once when it belongs behind all that are shown. */
export function keepPlace(shown: readonly WaitingGate[], now: readonly WaitingGate[]): Placed {
  const ids = new Set(shown.map(({ gate_id }) => gate_id));
  const last = now.findLastIndex(({ gate_id }) => ids.has(gate_id));
  const fits = (gate: WaitingGate, index: number) => index > last || ids.has(gate.gate_id);
  return { gates: now.filter(fits), held: now.filter((gate, index) => !fits(gate, index)) };
}
