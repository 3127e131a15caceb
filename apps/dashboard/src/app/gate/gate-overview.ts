import { Component, computed, input } from '@angular/core';
import type { GateModel, StatusFileModel } from '@codev-hq/protocol';
import { gateWords } from '../ui/gate-words';
import { Icon, type IconName } from '../ui/icon';
import { Moment } from '../ui/moment';
import { Notice } from '../ui/notice';

/** The file's front matter as a person reads it: the phase, and every gate with its state. */
@Component({
  selector: 'hq-gate-overview',
  imports: [Icon, Moment, Notice],
  templateUrl: './gate-overview.html',
  styleUrl: './gate-overview.css',
})
export class GateOverview {
  readonly project = input.required<StatusFileModel>();
  readonly here = input.required<string>();

  protected readonly gates = computed(() =>
    this.project().gates.map((gate) => ({
      gate,
      words: gateWords(gate.name),
      passedAt: gate.passed ? gate.at : undefined,
      ...stateOf(gate),
    })),
  );
}

interface GateState {
  readonly state: string;
  readonly tone: 'go' | 'wait' | 'plain';
  readonly icon: IconName;
}

/** A time is shown only when it is one; agents write all sorts of things there. */
export function isTime(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

export function stateOf(gate: GateModel): GateState {
  if (gate.passed) return { state: 'Passed', tone: 'go', icon: 'check' };
  if (gate.waiting) return { state: 'Waits for a person', tone: 'wait', icon: 'clock' };
  if (!gate.human)
    return { state: `Decided by a program: ${gate.status || 'no status'}`, tone: 'plain', icon: 'program' };
  if (gate.status === 'pending') return { state: 'Not asked for yet', tone: 'plain', icon: 'clock' };
  return { state: gate.status || 'No status', tone: 'plain', icon: 'clock' };
}
