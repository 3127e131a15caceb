import {
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
} from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import { FollowedProjects } from '../hq-client/followed-projects';
import { LiveHq } from '../hq-client/live-hq';
import { Empty } from '../ui/empty';
import { Icon } from '../ui/icon';
import { IdleOnce } from '../ui/idle-once';
import { Moment } from '../ui/moment';
import { PageHeading } from '../ui/page-heading';
import { Shortcuts } from '../ui/shortcuts';
import { Toasts } from '../ui/toasts';
import { Skeleton } from '../ui/skeleton';
import { DecisionRow } from './decision-row';
import { GateCard } from './gate-card';
import { Grow } from './grow';
import {
  EVERYTHING,
  filterOf,
  grouped,
  narrows,
  paramsOf,
  passes,
  type Group,
  type InboxFilter,
} from './inbox-filter';
import { InboxPlace, FIRST_ROWS, MORE_ROWS } from './inbox-place';
import { InboxToolbar } from './inbox-toolbar';
import { keepPlace, type Placed } from './keep-place';
import { lastGateCame } from './last-gate';
import { rememberedFilter, rememberFilter } from './remembered-filter';
import { RowKeys } from './row-keys';
import { SetApart } from './set-apart';

const RECENT = 8;

/** Gates that wait for a person, over all machines, oldest first. */
@Component({
  selector: 'hq-inbox',
  imports: [DecisionRow, Empty, GateCard, Grow, Icon, InboxToolbar, Moment, PageHeading, SetApart, Skeleton],
  templateUrl: './inbox.html',
  styleUrl: './inbox.css',
})
export class Inbox {
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly followed = inject(FollowedProjects);
  private readonly place = inject(InboxPlace);
  protected readonly live = inject(LiveHq);

  /** From the address. */
  readonly show = input<string>();
  readonly project = input<string>();
  readonly machine = input<string>();
  readonly kind = input<string>();
  readonly group = input<string>();

  protected readonly idle = inject(IdleOnce).was;
  protected readonly waiting = this.live.waiting;
  protected readonly onTheirWay = this.live.onTheirWay;
  protected readonly recent = computed(() => this.live.decisions().slice(0, RECENT));
  protected readonly unreachable = computed(() => this.live.connection() === 'offline');
  protected readonly noMachines = computed(() => this.live.instances().length === 0);
  protected readonly lastCame = computed(() => lastGateCame(this.live.instances(), this.live.decisions()));

  protected readonly filter = computed<InboxFilter>(() =>
    filterOf({
      show: this.show(),
      project: this.project(),
      machine: this.machine(),
      kind: this.kind(),
      group: this.group(),
    }),
  );
  protected readonly narrowed = computed(() => narrows(this.filter()));
  private readonly passing = computed(() =>
    this.waiting().filter((gate) => passes(gate, this.filter(), (one) => this.followed.isMine(one))),
  );
  private readonly asked = signal(0);
  private readonly placed = linkedSignal<Asked, Placed>({
    source: () => ({ gates: this.passing(), filter: this.filter(), asked: this.asked() }),
    computation: (now, before) =>
      before && before.source.filter === now.filter && before.source.asked === now.asked
        ? keepPlace(before.value.gates, now.gates)
        : { gates: now.gates, held: [] },
  });
  protected readonly held = computed(() => this.placed().held.length);
  protected readonly found = computed(() => this.placed().gates.length + this.held());
  protected readonly groups = computed(() => grouped(this.placed().gates, this.filter().group));
  protected readonly drawn = computed(() => firstRows(this.groups(), this.place.drawn()));
  protected readonly more = computed(() => this.placed().gates.length > this.place.drawn());
  /** Somebody chose what is shown: it is drawn from its beginning. */
  private anew = false;

  constructor() {
    this.place.comeBack();
    const keys = new RowKeys(
      inject<ElementRef<HTMLElement>>(ElementRef).nativeElement,
      this.place,
      this.router,
      this.live.away,
      inject(Toasts),
    );
    inject(Shortcuts).offer(keys.shortcuts(), inject(DestroyRef));
    effect(() => {
      const filter = this.filter();
      untracked(() => {
        if (this.anew) this.place.drawn.set(FIRST_ROWS);
        this.anew = false;
        if (this.saysFilter()) rememberFilter(filter);
        else this.recallFilter();
      });
    });
  }

  protected narrow(filter: InboxFilter): void {
    // The rows change when the address has: not before what was pressed is seen to be.
    this.anew = true;
    rememberFilter(filter);
    void this.router.navigate([], { queryParams: paramsOf(filter), replaceUrl: true });
  }

  protected showAll(): void {
    this.narrow({ ...EVERYTHING, group: this.filter().group });
  }

  protected showHeld(): void {
    this.asked.update((times) => times + 1);
  }

  protected grow(): void {
    this.place.drawn.update((rows) => rows + MORE_ROWS);
  }

  protected online(instanceId: string): boolean {
    return this.live.instances().some((instance) => instance.instance_id === instanceId && instance.online);
  }

  private saysFilter(): boolean {
    const { queryParamMap } = this.route.snapshot;
    return Object.keys(paramsOf(EVERYTHING)).some((name) => queryParamMap.has(name));
  }

  /** An address without a filter means: as last time. So does going to the inbox from the inbox. */
  private recallFilter(): void {
    const remembered = paramsOf(rememberedFilter());
    if (Object.values(remembered).every((value) => value === null)) return;
    void this.router.navigate([], { queryParams: remembered, replaceUrl: true });
  }
}

interface Asked {
  readonly gates: readonly WaitingGate[];
  readonly filter: InboxFilter;
  /** How often somebody wanted to see what was held back. */
  readonly asked: number;
}

function firstRows(groups: readonly Group[], count: number): readonly Group[] {
  let left = count;
  return groups.flatMap((group) => {
    const gates = group.gates.slice(0, Math.max(0, left));
    left -= gates.length;
    return gates.length > 0 ? [{ ...group, gates }] : [];
  });
}
