import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Clock } from '../hq-client/clock';
import { LiveHq } from '../hq-client/live-hq';
import { Empty } from '../ui/empty';
import { MachineChip } from '../ui/machine-chip';
import { Notice } from '../ui/notice';
import { Segmented, type Segment } from '../ui/segmented';
import { PageHeading } from '../ui/page-heading';
import { Skeleton } from '../ui/skeleton';
import { BuilderLine } from './builder-line';
import { linksTo } from '../hq-client/project-address';
import { ProjectBoard } from './project-board';
import { projectsOf } from '../hq-client/project-entry';
import { EVERYTHING, filtered, isState, protocolsOf, type ProjectFilter } from './project-filter';
import { ProjectFilters } from './project-filters';
import { ProjectList } from './project-list';

type View = 'board' | 'list';

/** What every machine works on, and how far it is. What is looked for, and how, is in the address. */
@Component({
  selector: 'hq-projects',
  imports: [
    BuilderLine,
    Empty,
    MachineChip,
    Notice,
    PageHeading,
    ProjectBoard,
    ProjectFilters,
    ProjectList,
    RouterLink,
    Segmented,
    Skeleton,
  ],
  templateUrl: './projects.html',
  styleUrl: './projects.css',
})
export class Projects {
  protected readonly live = inject(LiveHq);
  private readonly clock = inject(Clock);
  private readonly router = inject(Router);

  readonly view = input<string>();
  readonly show = input<string>();
  readonly q = input<string>();
  readonly machine = input<string>();
  readonly protocol = input<string>();
  readonly state = input<string>();

  /** Set at once, so that typing never waits for the router. */
  protected readonly filter = linkedSignal<ProjectFilter>(() => {
    const state = this.state() ?? '';
    return {
      words: this.q() ?? '',
      machine: this.machine() ?? '',
      protocol: this.protocol() ?? '',
      state: isState(state) ? state : '',
    };
  });
  protected readonly showsArchive = computed(() => this.show() === 'archived');
  protected readonly asBoard = computed(() => this.view() !== 'list' && !this.showsArchive());
  protected readonly views: readonly Segment<View>[] = [
    { value: 'board', label: $localize`:@@projects.as-board:Board` },
    { value: 'list', label: $localize`:@@projects.as-list:List` },
  ];
  protected readonly unreachable = computed(() => this.live.connection() === 'offline');

  private readonly all = computed(() =>
    projectsOf(this.live.instances(), this.live.gates(), this.live.decisions()),
  );
  protected readonly links = computed(() => linksTo(this.all().entries));
  protected readonly active = computed(() => this.all().entries.filter(({ archived }) => !archived));
  protected readonly archived = computed(() => this.all().entries.filter(({ archived }) => archived));
  private readonly inTab = computed(() => (this.showsArchive() ? this.archived() : this.active()));
  protected readonly shown = computed(() => filtered(this.inTab(), this.filter(), this.clock.now()));
  protected readonly protocols = computed(() => protocolsOf(this.all().entries));
  protected readonly isFiltered = computed(() => Object.values(this.filter()).some((part) => part !== ''));
  protected readonly loose = computed(() =>
    this.showsArchive() || this.isFiltered() ? [] : this.all().builders,
  );

  protected filterBy(filter: ProjectFilter): void {
    this.filter.set(filter);
    const { words, machine, protocol, state } = filter;
    this.goTo({
      q: words || null,
      machine: machine || null,
      protocol: protocol || null,
      state: state || null,
    });
  }

  protected clear(): void {
    this.filterBy(EVERYTHING);
  }

  protected look(view: View): void {
    this.goTo({ view: view === 'board' ? null : view });
  }

  private goTo(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
