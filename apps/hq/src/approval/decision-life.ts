import { DECISION_STATES, type DecisionState } from '@codev-hq/protocol';

/** Which state may follow which (protocol section 6). Every place that moves a decision asks this table. */
export const DECISION_LIFE: Readonly<Record<DecisionState, readonly DecisionState[]>> = {
  decided: ['sent', 'superseded', 'expired'],
  // A machine may answer, fall silent for good, or a base client may show the gate passed.
  // `sent` again: the machine says how far it is, such as written with a commit that has to wait.
  sent: ['sent', 'applied', 'refused', 'expired'],
  applied: [],
  refused: [],
  superseded: [],
  expired: [],
};

export const isFinal = (state: DecisionState) => DECISION_LIFE[state].length === 0;
export const mayFollow = (from: DecisionState, to: DecisionState) => DECISION_LIFE[from].includes(to);

/**
 * Checked when the process starts: every state can be reached from `decided`, and every state can reach an end.
 * @throws with the state that is cut off.
 */
export function assertNoDeadEnds(life: Readonly<Record<DecisionState, readonly DecisionState[]>>): void {
  const reached = reachable(life, 'decided');
  for (const state of DECISION_STATES) {
    if (!reached.has(state))
      throw new Error(`No decision can ever be "${state}": the transition table cuts it off.`);
    const ends = [...reachable(life, state)].some((next) => life[next].length === 0);
    if (!ends)
      throw new Error(`A decision that is "${state}" can never end: the transition table has a loop.`);
  }
}

function reachable(life: Readonly<Record<DecisionState, readonly DecisionState[]>>, from: DecisionState) {
  const seen = new Set<DecisionState>([from]);
  for (const state of seen) for (const next of life[state]) seen.add(next);
  return seen;
}
