import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import { LiveHq } from '../hq-client/live-hq';
import { decidedBy, decisionWords } from '../ui/decision-words';
import { gateWords } from '../ui/gate-words';
import { Icon } from '../ui/icon';
import { MachineChip } from '../ui/machine-chip';
import { ProjectName } from '../ui/project-name';
import { Moment } from '../ui/moment';
import { RowLink } from '../ui/row-link';

/**
 * One gate in the inbox. The whole row is its link. A finger that draws it aside finds what it leads to; nothing is
 * decided here, since nothing is read here.
 */
@Component({
  selector: 'hq-gate-card',
  imports: [Icon, MachineChip, Moment, ProjectName, RouterLink, RowLink],
  templateUrl: './gate-card.html',
  styleUrl: './gate-card.css',
})
export class GateCard {
  readonly gate = input.required<WaitingGate>();

  protected readonly away = inject(LiveHq).away;
  protected readonly words = computed(() => gateWords(this.gate().gate));
  protected readonly decision = computed(() => this.gate().decision);
  protected readonly state = computed(() => {
    const decision = this.decision();
    return decision ? { by: decidedBy(decision), ...decisionWords(decision, this.gate().online) } : null;
  });

  protected readonly onItsWay = computed(() => {
    const tone = this.state()?.tone;
    return tone === 'wait' || tone === 'go';
  });
  protected readonly mark = computed(() => {
    const decision = this.decision();
    if (!this.onItsWay()) return decision ? 'stop' : 'wait';
    return decision?.state === 'applied' ? 'go' : 'moving';
  });
}
