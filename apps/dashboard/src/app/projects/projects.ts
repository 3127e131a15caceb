import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import { LiveHq } from '../hq-client/live-hq';
import { underWay } from '../hq-client/waiting';
import { onItsWayWords } from '../ui/decision-words';
import { Empty } from '../ui/empty';
import { GateRail } from '../ui/gate-rail';
import { gateWords } from '../ui/gate-words';
import { MachineChip } from '../ui/machine-chip';
import { Moment } from '../ui/moment';
import { Notice } from '../ui/notice';
import { PageHeading } from '../ui/page-heading';
import { machineOf } from './machine';

/** What every machine works on, and how far it is. */
@Component({
  selector: 'hq-projects',
  imports: [Empty, GateRail, MachineChip, Moment, Notice, PageHeading, RouterLink],
  templateUrl: './projects.html',
  styleUrl: './projects.css',
})
export class Projects {
  protected readonly live = inject(LiveHq);
  protected readonly machines = computed(() =>
    this.live.instances().map((instance) => machineOf(instance, this.live.gates(), this.live.decisions())),
  );
  protected readonly unreachable = computed(() => this.live.connection() === 'offline');

  /** How far a decided gate is; `null` while it waits for a person. */
  protected onItsWay({ decision }: WaitingGate): string | null {
    return decision && (underWay(decision) || decision.state === 'applied') ? onItsWayWords(decision) : null;
  }

  protected label(gate: string): string {
    return gateWords(gate).label;
  }
}
