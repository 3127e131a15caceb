import { computed, DestroyRef, effect, inject, Service, signal, untracked } from '@angular/core';
import type { Decision, LiveEvent } from '@codev-hq/protocol';
import { Clock } from './clock';
import { LastKnown } from './last-known';
import { LiveConnection, type ConnectionState } from './live-connection';
import { afterEvent, NOTHING_YET } from './live-state';
import { Session } from './session';
import { onTheirWay, waitingForNewVersion, waitingForPeople } from './waiting';

/** So long after something was heard it is kept on the device: a burst is written once. */
const KEEP_AFTER_MS = 2_000;

/** What is true at HQ, as signals, for as long as a person is signed in. */
@Service()
export class LiveHq {
  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  private readonly lastKnown = inject(LastKnown);
  private readonly state = signal(NOTHING_YET);
  private readonly heardSnapshot = signal(false);
  private readonly connectionState = signal<ConnectionState>('connecting');
  private readonly notUnderstood = signal(false);
  /** Of a state that was kept on this device, HQ's time when it was true. */
  private readonly keptAt = signal<string | null>(null);
  /** HQ's time when what is shown was last known to be what is. */
  private readonly trueAt = signal<number | null>(null);
  private keepTimer: ReturnType<typeof setTimeout> | undefined;

  readonly connection = this.connectionState.asReadonly();
  /** False until there is something to show: an empty inbox is not yet known to be empty. */
  readonly loaded = computed(() => this.heardSnapshot() || this.keptAt() !== null);
  /** HQ speaks another version than this page: what is shown may be incomplete until it is reloaded. */
  readonly outdated = this.notUnderstood.asReadonly();
  /** When what is shown was true, while HQ cannot be reached. `null` while it is true, or nothing is shown. */
  readonly asOf = computed(() => {
    const kept = this.keptAt();
    if (kept !== null || this.connection() !== 'offline' || !this.heardSnapshot()) return kept;
    const at = this.trueAt();
    return at === null ? null : new Date(at).toISOString();
  });

  /** HQ does not answer, and what is shown may be old: nothing can be decided. */
  readonly away = computed(() => this.asOf() !== null || this.connection() === 'offline');

  readonly instances = computed(() =>
    Object.values(this.state().instances).sort((a, b) => a.instance_name.localeCompare(b.instance_name)),
  );
  /** Oldest first. */
  readonly gates = computed(() =>
    Object.values(this.state().gates).sort((a, b) => a.since.localeCompare(b.since)),
  );
  readonly waiting = computed(() => waitingForPeople(this.gates()));
  readonly onTheirWay = computed(() => onTheirWay(this.gates()));
  readonly sentBack = computed(() => waitingForNewVersion(this.gates()));
  /** Newest first. */
  readonly decisions = computed(() =>
    Object.values(this.state().decisions).sort((a, b) => b.decided_at.localeCompare(a.decided_at)),
  );

  private readonly stream = new LiveConnection({
    event: (event) => this.hear(event),
    state: (state) => this.connectionIs(state),
    misunderstood: () => this.notUnderstood.set(true),
    mayReopen: async () => (await this.session.refresh()) !== 'signed-out',
  });

  constructor() {
    effect(() => {
      const state = this.session.state();
      const person = this.session.person();
      if (state === 'signed-in' && person) void this.lastKnown.isFor(person.id);
      if (state === 'signed-in' || state === 'unreachable') this.stream.open();
      if (state === 'unreachable') void untracked(() => this.showLastKnown());
      if (state === 'signed-out') this.forget();
    });
    effect(() => {
      const now = this.clock.now();
      if (this.connection() === 'live') this.trueAt.set(now);
    });
    inject(DestroyRef).onDestroy(() => {
      this.stream.close();
      clearTimeout(this.keepTimer);
    });
  }

  /** A decision that an HTTP answer told of, so that it is seen without waiting for its event. */
  learn(decision: Decision): void {
    this.hear({ name: 'decision', data: decision });
  }

  reconnect(): void {
    this.stream.reopenNow();
  }

  private connectionIs(state: ConnectionState): void {
    this.connectionState.set(state);
    // A page that was opened while HQ was away has yet to learn who is looking at it.
    if (state === 'live' && this.session.state() === 'unreachable') void this.session.refresh();
  }

  private hear(event: LiveEvent): void {
    this.state.update((state) => afterEvent(state, event));
    this.keepTimer ??= setTimeout(() => void this.keep(), KEEP_AFTER_MS);
    if (event.name !== 'snapshot') return;
    this.keptAt.set(null);
    this.heardSnapshot.set(true);
    this.clock.setByHq(event.data.timestamp);
  }

  private async keep(): Promise<void> {
    this.keepTimer = undefined;
    const person = this.session.person();
    if (!person || !this.heardSnapshot()) return;
    await this.lastKnown.keep(person.id, this.state(), new Date(this.clock.now()).toISOString());
  }

  /** Opened without HQ: better what was true than nothing, and marked as what it is. */
  private async showLastKnown(): Promise<void> {
    if (this.loaded()) return;
    const snapshot = await this.lastKnown.recall();
    if (!snapshot || this.heardSnapshot() || this.session.state() === 'signed-out') return;
    this.state.set(afterEvent(NOTHING_YET, { name: 'snapshot', data: snapshot }));
    this.keptAt.set(snapshot.timestamp);
  }

  private forget(): void {
    this.stream.close();
    clearTimeout(this.keepTimer);
    this.keepTimer = undefined;
    void this.lastKnown.forget();
    this.state.set(NOTHING_YET);
    this.heardSnapshot.set(false);
    this.keptAt.set(null);
    this.connectionState.set('connecting');
  }
}
