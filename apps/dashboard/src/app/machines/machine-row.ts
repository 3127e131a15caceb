import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../hq-client/clock';
import { exactTime, timeToday } from '../ui/age-format';
import { Menu } from '../ui/menu';
import { Moment } from '../ui/moment';
import type { MachineEntry } from './machine-entry';
import {
  latencyInWords,
  projectsInWords,
  reconnectsInWords,
  repositoriesInWords,
  waitingInShort,
  waitingInWords,
} from './machine-words';

/** One machine: whether it is there, how good the line is, what it works on, and whose it is. */
@Component({
  selector: 'hq-machine-row',
  imports: [Menu, Moment, RouterLink],
  templateUrl: './machine-row.html',
  styleUrl: './machine-row.css',
})
export class MachineRow {
  private readonly clock = inject(Clock);
  readonly entry = input.required<MachineEntry>();
  readonly isOwner = input.required<boolean>();
  /** What is shown was true before HQ went away. */
  readonly isOld = input.required<boolean>();
  readonly forget = output();
  readonly release = output();

  protected readonly latency = computed(() => {
    const { machine, detail } = this.entry();
    // The line of a machine that is away has no length.
    if (!machine.online || this.isOld() || detail?.latency_ms === undefined) return null;
    return latencyInWords(detail.latency_ms);
  });
  protected readonly measured = computed(() => exactTime(this.entry().detail?.latency_at ?? ''));
  protected readonly lastSeen = computed(() => timeToday(this.entry().machine.last_seen, this.clock.now()));
  private readonly names = computed(() => this.entry().machine.projects.map(({ name }) => name));
  protected readonly repositories = computed(() => repositoriesInWords(this.names()));
  protected readonly allRepositories = computed(() => this.names().join(', '));
  protected readonly menuLabel = computed(
    () => $localize`:@@machines.menu:What to do with ${this.entry().machine.instance_name}:name:`,
  );
  protected readonly exactly = exactTime;
  protected readonly projects = projectsInWords;
  protected readonly reconnects = reconnectsInWords;
  protected readonly waits = waitingInShort;
  protected readonly allWaiting = waitingInWords;
}
