import {
  afterRenderEffect,
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router } from '@angular/router';
import { ActivityPages, activityPath } from '../hq-client/activity';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';
import { Empty } from '../ui/empty';
import { Icon } from '../ui/icon';
import { Menu } from '../ui/menu';
import { PageHeading } from '../ui/page-heading';
import { Trouble } from '../ui/trouble';
import { Skeleton } from '../ui/skeleton';
import { ActivityDay } from './activity-day';
import { ActivityFilters } from './activity-filters';
import { filterOf, NO_FILTER, type ActivityAddress } from './activity-filter';
import { daysOf } from './days';

const TYPING_PAUSE_MS = 200;

/** Everything that happened, newest first. What is looked for is in the address; the export has the same. */
@Component({
  selector: 'hq-activity',
  imports: [ActivityDay, ActivityFilters, Empty, Icon, Menu, PageHeading, Skeleton, Trouble],
  templateUrl: './activity.html',
  styleUrl: './activity.css',
  providers: [ActivityPages],
})
export class Activity {
  protected readonly live = inject(LiveHq);
  protected readonly pages = inject(ActivityPages);
  protected readonly session = inject(Session);
  private readonly router = inject(Router);

  readonly q = input<string>();
  readonly kind = input<string>();
  readonly project = input<string>();
  readonly instance = input<string>();
  readonly person = input<string>();
  readonly since = input<string>();
  readonly until = input<string>();

  protected readonly address = linkedSignal<ActivityAddress>(() => ({
    q: this.q() ?? '',
    kind: this.kind() ?? '',
    project: this.project() ?? '',
    instance: this.instance() ?? '',
    person: this.person() ?? '',
    since: this.since() ?? '',
    until: this.until() ?? '',
  }));
  private readonly filter = computed(() => filterOf(this.address()), { equal: sameFilter });
  protected readonly isFiltered = computed(() => Object.values(this.address()).some((part) => part !== ''));
  protected readonly days = computed(() => daysOf(this.pages.entries()));
  protected readonly asCsv = computed(() => activityPath(this.filter(), { format: 'csv' }));
  protected readonly asNdjson = computed(() => activityPath(this.filter(), { format: 'ndjson' }));
  /** Something has happened since the newest page was read. */
  protected readonly news = signal(false);
  private readonly end = viewChild<ElementRef<HTMLElement>>('end');

  constructor() {
    let before: string | null = null;
    effect((done) => {
      const filter = this.filter();
      // A word that is being typed is not asked for letter by letter.
      const pause = before === null || before === filter.q ? 0 : TYPING_PAUSE_MS;
      before = filter.q;
      const timer = setTimeout(() => void this.read(filter), pause);
      done(() => clearTimeout(timer));
    });
    let known: unknown;
    effect(() => {
      const now = [this.live.decisions(), this.live.gates()];
      if (known !== undefined && this.live.loaded() && untracked(this.pages.loaded)) this.news.set(true);
      known = this.live.loaded() ? now : undefined;
    });
    afterRenderEffect((done) => {
      const end = this.end()?.nativeElement;
      if (!end || typeof IntersectionObserver === 'undefined') return;
      const seen = new IntersectionObserver(
        (entries) => {
          if (entries.some(({ isIntersecting }) => isIntersecting)) void this.pages.more();
        },
        { rootMargin: '600px' },
      );
      seen.observe(end);
      done(() => seen.disconnect());
    });
    inject(DestroyRef).onDestroy(() => this.pages.leave());
  }

  protected showNews(): void {
    void this.read(this.filter());
  }

  protected filterBy(address: ActivityAddress): void {
    this.address.set(address);
    const queryParams = Object.fromEntries(
      Object.entries(address).map(([name, text]) => [name, text || null]),
    );
    void this.router.navigate([], { queryParams, replaceUrl: true });
  }

  protected clear(): void {
    this.filterBy(NO_FILTER);
  }

  private async read(filter: Parameters<ActivityPages['start']>[0]): Promise<void> {
    this.news.set(false);
    await this.pages.start(filter);
  }
}

function sameFilter(a: object, b: object): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
