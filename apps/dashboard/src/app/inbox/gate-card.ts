import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import { LiveHq } from '../hq-client/live-hq';
import { sameFile } from '../hq-client/live-state';
import { decisionWords } from '../ui/decision-words';
import { GateRail } from '../ui/gate-rail';
import { gateWords } from '../ui/gate-words';
import { MachineChip } from '../ui/machine-chip';
import { Moment } from '../ui/moment';

/** One gate in the inbox. The whole card is its link. */
@Component({
  selector: 'hq-gate-card',
  imports: [GateRail, MachineChip, Moment, RouterLink],
  templateUrl: './gate-card.html',
  styleUrl: './gate-card.css',
})
export class GateCard {
  private readonly live = inject(LiveHq);

  readonly gate = input.required<WaitingGate>();

  protected readonly words = computed(() => gateWords(this.gate().gate));
  protected readonly decision = computed(() => this.gate().decision);
  protected readonly state = computed(() => {
    const decision = this.decision();
    return decision ? decisionWords(decision, this.gate().online) : null;
  });

  protected readonly onItsWay = computed(() => {
    const tone = this.state()?.tone;
    return tone === 'wait' || tone === 'go';
  });

  /** All gates of the file, for the rail. */
  protected readonly gates = computed(() => {
    const gate = this.gate();
    const instance = this.live.instances().find((known) => known.instance_id === gate.instance_id);
    const address = { ...gate, path: gate.status_file };
    return instance?.status_files.find((file) => sameFile(file, address))?.project.gates ?? [];
  });
}
