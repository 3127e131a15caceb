import type { WaitingGate } from '@codev-hq/protocol';

/** Whether it is a person's turn: nothing was decided that is on its way, and no new version is waited for. */
export function isOpen(gate: WaitingGate): boolean {
  return !gate.decision && !gate.changes_requested && !gate.stranded;
}
