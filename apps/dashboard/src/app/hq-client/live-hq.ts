import { computed, DestroyRef, effect, inject, Service, signal } from '@angular/core';
import type { Decision, LiveEvent } from '@codev-hq/protocol';
import { Clock } from './clock';
import { LiveConnection, type ConnectionState } from './live-connection';
import { afterEvent, NOTHING_YET } from './live-state';
import { Session } from './session';
import { onTheirWay, waitingForPeople } from './waiting';

/** What is true at HQ, as signals, for as long as a person is signed in. */
@Service()
export class LiveHq {
  private readonly session = inject(Session);
  private readonly clock = inject(Clock);
  private readonly state = signal(NOTHING_YET);
  private readonly heardSnapshot = signal(false);
  private readonly connectionState = signal<ConnectionState>('connecting');
  private readonly notUnderstood = signal(false);

  readonly connection = this.connectionState.asReadonly();
  /** False until the first snapshot: an empty inbox is not yet known to be empty. */
  readonly loaded = this.heardSnapshot.asReadonly();
  /** HQ speaks another version than this page: what is shown may be incomplete until it is reloaded. */
  readonly outdated = this.notUnderstood.asReadonly();

  readonly instances = computed(() =>
    Object.values(this.state().instances).sort((a, b) => a.instance_name.localeCompare(b.instance_name)),
  );
  /** Oldest first. */
  readonly gates = computed(() =>
    Object.values(this.state().gates).sort((a, b) => a.since.localeCompare(b.since)),
  );
  readonly waiting = computed(() => waitingForPeople(this.gates()));
  readonly onTheirWay = computed(() => onTheirWay(this.gates()));
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
      if (state === 'signed-in' || state === 'unreachable') this.stream.open();
      if (state === 'signed-out') this.forget();
    });
    inject(DestroyRef).onDestroy(() => this.stream.close());
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
    if (event.name !== 'snapshot') return;
    this.heardSnapshot.set(true);
    this.clock.setByHq(event.data.timestamp);
  }

  private forget(): void {
    this.stream.close();
    this.state.set(NOTHING_YET);
    this.heardSnapshot.set(false);
    this.connectionState.set('connecting');
  }
}
