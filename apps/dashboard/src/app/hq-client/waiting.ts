import type { Decision, WaitingGate } from '@codev-hq/protocol';

/** Decided, and its outcome not yet known. */
export function underWay(decision: Decision | undefined): boolean {
  return decision?.state === 'decided' || decision?.state === 'sent';
}

/** Gates that nobody has decided yet, or whose decision came to nothing. */
export function waitingForPeople(gates: readonly WaitingGate[]): readonly WaitingGate[] {
  return gates.filter((gate) => !isOnItsWay(gate) && !gate.changes_requested);
}

/** Gates decided by a person whose machine has not yet shown the result. */
export function onTheirWay(gates: readonly WaitingGate[]): readonly WaitingGate[] {
  return gates.filter((gate) => isOnItsWay(gate) && !gate.changes_requested);
}

/** Gates that were sent back: they wait for their builder's new version before they wait for a person. */
export function waitingForNewVersion(gates: readonly WaitingGate[]): readonly WaitingGate[] {
  return gates.filter((gate) => gate.changes_requested);
}

function isOnItsWay({ decision }: WaitingGate): boolean {
  return underWay(decision) || decision?.state === 'applied';
}
