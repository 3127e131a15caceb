import { Component, computed, inject } from '@angular/core';
import { LiveHq } from '../hq-client/live-hq';
import { Empty } from '../ui/empty';
import { PageHeading } from '../ui/page-heading';
import { DecisionRow } from './decision-row';
import { GateCard } from './gate-card';

const RECENT = 8;

/** Gates that wait for a person, over all machines, oldest first. */
@Component({
  selector: 'hq-inbox',
  imports: [DecisionRow, Empty, GateCard, PageHeading],
  templateUrl: './inbox.html',
  styleUrl: './inbox.css',
})
export class Inbox {
  protected readonly live = inject(LiveHq);
  protected readonly waiting = this.live.waiting;
  protected readonly onTheirWay = this.live.onTheirWay;
  protected readonly recent = computed(() => this.live.decisions().slice(0, RECENT));
  protected readonly unreachable = computed(() => this.live.connection() === 'offline');
  protected readonly noMachines = computed(() => this.live.instances().length === 0);

  protected readonly summary = computed(() => {
    const count = this.waiting().length;
    if (count === 0) return 'Nothing waits for you';
    return count === 1 ? '1 gate waits for you' : `${count} gates wait for you, the oldest first`;
  });

  protected online(instanceId: string): boolean {
    return this.live.instances().some((instance) => instance.instance_id === instanceId && instance.online);
  }
}
