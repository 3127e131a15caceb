import { Component, computed, effect, inject, input, linkedSignal, signal, untracked } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { instanceList, keyList } from '@codev-hq/protocol/account';
import * as z from 'zod/mini';
import { Clock } from '../hq-client/clock';
import { hqResource } from '../hq-client/hq-resource';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';
import { countInWords } from '../ui/age-format';
import { Confirm } from '../ui/confirm';
import { Dialog } from '../ui/dialog';
import { Empty } from '../ui/empty';
import { Errand } from '../ui/errand';
import { Icon } from '../ui/icon';
import { Moment } from '../ui/moment';
import { Notice } from '../ui/notice';
import { PageHeading } from '../ui/page-heading';
import { RowsInView } from '../ui/rows-in-view';
import { Segmented, type Segment } from '../ui/segmented';
import { Toasts } from '../ui/toasts';
import { Trouble } from '../ui/trouble';
import { Skeleton } from '../ui/skeleton';
import { ConnectMachine } from './connect-machine';
import {
  EVERY_MACHINE,
  isMachineState,
  machineEntries,
  machinesThatFit,
  type MachineEntry,
  type MachineFilter,
} from './machine-entry';
import { MachineRow } from './machine-row';
import { lossesOf } from './machine-words';

/** HQ measures lines about as often. */
const ASKED_EVERY_MS = 30_000;
/** Fewer are seen at a glance. */
const TOOLS_FROM = 6;

/** The machines HQ knows: which are there, how good the line to each is, and what they are at. */
@Component({
  selector: 'hq-machines',
  imports: [
    Confirm,
    ConnectMachine,
    Dialog,
    Empty,
    Icon,
    MachineRow,
    Moment,
    Notice,
    PageHeading,
    RouterLink,
    RowsInView,
    Segmented,
    Skeleton,
    Trouble,
  ],
  templateUrl: './machines.html',
  styleUrl: './machines.css',
})
export class Machines {
  protected readonly live = inject(LiveHq);
  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);

  readonly q = input<string>();
  readonly state = input<string>();

  protected readonly isOwner = computed(() => this.session.person()?.role === 'admin');
  protected readonly isOld = computed(() => this.live.asOf() !== null);
  protected readonly details = hqResource(
    () => (this.live.loaded() ? '/api/instances' : undefined),
    instanceList,
  );
  /** That HQ is away the frame says. */
  protected readonly detailTrouble = computed(() => {
    const trouble = this.details.trouble();
    return trouble?.kind === 'unreachable' && this.isOld() ? null : trouble;
  });
  private readonly keys = hqResource(
    () => (this.live.loaded() && this.isOwner() ? '/api/keys' : undefined),
    keyList,
  );
  /** Set at once, so that typing never waits for the router. */
  protected readonly filter = linkedSignal<MachineFilter>(() => {
    const state = this.state() ?? '';
    return { words: this.q() ?? '', state: isMachineState(state) ? state : '' };
  });
  private readonly entries = computed(() =>
    machineEntries(
      this.live.instances(),
      this.details.value()?.instances ?? [],
      this.live.gates(),
      this.live.decisions(),
    ),
  );
  protected readonly shown = computed(() => machinesThatFit(this.entries(), this.filter()));
  protected readonly hasTools = computed(
    () =>
      this.entries().length >= TOOLS_FROM || Object.values(this.filter()).some((part: string) => part !== ''),
  );
  private readonly online = computed(() => this.live.instances().filter(({ online }) => online).length);
  protected readonly summary = computed(() => {
    const [online, all] = [countInWords(this.online()), countInWords(this.live.instances().length)];
    return this.isOld()
      ? $localize`:@@machines.summary-old:${online}:online: of ${all}:all: were online`
      : $localize`:@@machines.summary:${online}:online: of ${all}:all: online`;
  });
  protected readonly states = computed((): readonly Segment<MachineFilter['state']>[] => {
    const all = this.entries().length;
    return [
      { value: '', label: $localize`:@@machines.all:All`, count: all },
      { value: 'online', label: $localize`:@@machines.online:Online`, count: this.online() },
      { value: 'offline', label: $localize`:@@machines.offline:Offline`, count: all - this.online() },
    ];
  });
  protected readonly unusedKeys = computed(() =>
    (this.keys.value()?.keys ?? []).filter(
      ({ scopes, instances, fixed, revoked_at, last_used_at }) =>
        scopes.includes('connector') &&
        instances.length === 0 &&
        !fixed &&
        revoked_at === undefined &&
        last_used_at === undefined,
    ),
  );
  protected readonly connecting = signal(false);
  protected readonly asked = signal<{
    readonly what: 'forget' | 'release';
    readonly entry: MachineEntry;
  } | null>(null);
  protected readonly errand = new Errand();
  protected readonly losses = lossesOf;

  constructor() {
    this.askAnew();
  }

  protected nameOf({ machine }: MachineEntry): string {
    return machine.instance_name;
  }

  protected find(event: Event): void {
    if (event.target instanceof HTMLInputElement)
      this.filterBy({ ...this.filter(), words: event.target.value });
  }

  protected filterBy(filter: MachineFilter): void {
    this.filter.set(filter);
    const queryParams = { q: filter.words || null, state: filter.state || null };
    void this.router.navigate([], { queryParams, replaceUrl: true });
  }

  protected clear(): void {
    this.filterBy(EVERY_MACHINE);
  }

  protected async forget(entry: MachineEntry): Promise<void> {
    if (!(await this.tell('DELETE', addressOf(entry)))) return;
    this.say($localize`:@@machines.forgotten:HQ has forgotten ${this.nameOf(entry)}:name:.`);
  }

  protected async release(entry: MachineEntry): Promise<void> {
    if (!(await this.tell('POST', `${addressOf(entry)}/release`))) return;
    this.say($localize`:@@machines.released:${this.nameOf(entry)}:name: belongs to no key now.`);
  }

  /** When a machine comes or goes, and now and then for the lines; not while nobody looks. */
  private askAnew(): void {
    const come = computed(() =>
      this.live
        .instances()
        .map(({ instance_id, online }) => `${instance_id} ${online}`)
        .join('\n'),
    );
    const turn = computed(() => Math.floor(this.clock.now() / ASKED_EVERY_MS));
    let before: string | undefined;
    effect(() => {
      const now = `${turn()}\n${come()}`;
      const again = before !== undefined && untracked(this.details.value) !== undefined;
      before = now;
      if (again && untracked(this.live.connection) === 'live') this.details.reload();
    });
  }

  private async tell(method: 'POST' | 'DELETE', path: string): Promise<boolean> {
    const answer = await this.errand.ask(path, z.unknown(), { method });
    if (answer) this.asked.set(null);
    return answer?.ok === true;
  }

  private say(headline: string): void {
    this.toasts.say({ tone: 'go', headline });
    this.details.reload();
    this.keys.reload();
  }
}

function addressOf({ machine }: MachineEntry): string {
  return `/api/instances/${encodeURIComponent(machine.instance_id)}`;
}
