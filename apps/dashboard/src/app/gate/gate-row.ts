import type { Decision, GateModel } from '@codev-hq/protocol';
import { openerOf } from '@codev-hq/protocol/gate-opener';
import { decidedBy, onItsWayWords } from '../ui/decision-words';
import { onItsWay } from '../ui/gate-proof';
import { gateWords, type GateWords } from '../ui/gate-words';
import type { IconName } from '../ui/icon';

export interface GateRow {
  readonly gate: GateModel;
  readonly words: GateWords;
  readonly state: string;
  readonly tone: 'go' | 'wait' | 'plain';
  readonly icon: IconName;
  /** When it passed, by HQ's record or by the file's word. */
  readonly at?: string | undefined;
}

/** One gate as a line of the overview. What only the file says is told as the file's word. */
export function gateRow(
  gate: GateModel,
  aboutFile: readonly Decision[],
  /** Gates of which changes were requested, and no new version has come. */
  sentBack: ReadonlySet<string> = new Set(),
): GateRow {
  const state = sentBack.has(gate.name) ? sentBackState() : stateOf(gate, aboutFile);
  return { gate, words: gateWords(gate.name), ...state };
}

type State = Omit<GateRow, 'gate' | 'words'>;

function stateOf(gate: GateModel, aboutFile: readonly Decision[]): State {
  if (gate.passed) return passedState(gate, openerOf(gate, aboutFile));
  if (gate.waiting) return waitingState(onItsWay(gate, aboutFile));
  if (!gate.human) return programState(gate);
  const state =
    gate.status === 'pending'
      ? $localize`:@@gate.row.not-asked:Not asked for yet`
      : gate.status || $localize`:@@gate.row.no-status:No status`;
  return { state, tone: 'plain', icon: 'clock' };
}

function programState(gate: GateModel): State {
  const status = gate.status || $localize`:@@gate.row.program-no-status:no status`;
  return {
    state: $localize`:@@gate.row.program:Decided by a program: ${status}:status:`,
    tone: 'plain',
    icon: 'program',
  };
}

function passedState(gate: GateModel, proof: Decision | null): State {
  if (proof) return { state: decidedBy(proof), tone: 'go', icon: 'check', at: proof.decided_at };
  if (!gate.human)
    return { state: $localize`:@@gate.row.passed:Passed`, tone: 'plain', icon: 'program', at: gate.at };
  const state = gate.by
    ? $localize`:@@gate.row.passed-by:Passed; the file names ${gate.by}:name:`
    : $localize`:@@gate.row.passed-so:Passed, says the file`;
  return { state, tone: 'plain', icon: 'file', at: gate.at };
}

function sentBackState(): State {
  return {
    state: $localize`:@@gate.row.sent-back:Waiting for a new version`,
    tone: 'plain',
    icon: 'returned',
  };
}

function waitingState(decision: Decision | null): State {
  if (!decision)
    return { state: $localize`:@@gate.row.waits:Waits for a person`, tone: 'wait', icon: 'clock' };
  if (decision.kind === 'request_changes' && decision.state === 'applied') return sentBackState();
  const state = onItsWayWords(decision);
  if (decision.state === 'applied') return { state, tone: 'go', icon: 'check' };
  return { state, tone: 'plain', icon: 'send' };
}
