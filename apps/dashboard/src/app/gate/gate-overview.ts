import { Component, computed, input } from '@angular/core';
import type { Decision, StatusFileModel } from '@codev-hq/protocol';
import { Icon } from '../ui/icon';
import { Moment } from '../ui/moment';
import { Notice } from '../ui/notice';
import { gateRow } from './gate-row';

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

  /** About this file's gates, newest first. */
  readonly decisions = input.required<readonly Decision[]>();

  /** Those that wait for a new version. */
  readonly sentBack = input.required<ReadonlySet<string>>();

  protected readonly gates = computed(() =>
    this.project().gates.map((gate) => gateRow(gate, this.decisions(), this.sentBack())),
  );
}
