import { computed, inject, Service, signal } from '@angular/core';
import { sessionView, signInAnswer, type SessionView } from '@codev-hq/protocol/rest';
import * as z from 'zod/mini';
import { draftsAreOf, forgetDrafts } from './comment-drafts';
import { DeviceDatabase } from './device-database';
import { askHq, type HqTrouble } from './hq-http';
import { forgetPageSecret, keepPageSecret } from './page-secret';

export type SessionState = 'unknown' | 'signed-in' | 'signed-out' | 'unreachable';

/** Who is asking. Starts `unknown`; `unreachable` means HQ could not be asked, not that the person is signed out. */
@Service()
export class Session {
  private readonly device = inject(DeviceDatabase);
  private readonly current = signal<{ state: SessionState; view: SessionView | null }>({
    state: 'unknown',
    view: null,
  });
  private firstLook: Promise<SessionState> | null = null;

  readonly state = computed(() => this.current().state);
  readonly person = computed(() => this.current().view?.person ?? null);
  readonly hqVersion = computed(() => this.current().view?.version ?? null);
  readonly mayApprove = computed(() => {
    const role = this.person()?.role;
    return role === 'approver' || role === 'admin';
  });

  /** Asks HQ the first time; later calls share that answer. */
  known(): Promise<SessionState> {
    return (this.firstLook ??= this.refresh());
  }

  async refresh(): Promise<SessionState> {
    const answer = await askHq('/api/session', sessionView);
    if (answer.ok) await this.isNow(answer.value);
    else if (answer.trouble.kind === 'signed-out') this.ended();
    // A person once known stays known while HQ is away: the page then says "offline", not "signed out".
    else this.current.update(({ view }) => ({ state: 'unreachable', view }));
    return this.state();
  }

  /** Trades a link's token for a session. `null` when that worked. */
  async signIn(token: string): Promise<HqTrouble | null> {
    const answer = await askHq('/api/session', signInAnswer, { method: 'POST', body: { token } });
    if (!answer.ok) return answer.trouble;
    keepPageSecret(answer.value.page_secret);
    this.firstLook = this.refresh();
    const state = await this.firstLook;
    if (state === 'signed-in') return null;
    return state === 'signed-out' ? { kind: 'signed-out' } : { kind: 'unreachable' };
  }

  /** `null` when nobody is signed in here any more. */
  async signOut(): Promise<HqTrouble | null> {
    const answer = await askHq('/api/session', z.unknown(), { method: 'DELETE' });
    // HQ refuses alike when the session is gone, and when it goes on but this page did not sign in.
    const isGone =
      answer.ok || (answer.trouble.kind === 'signed-out' && (await this.refresh()) === 'signed-out');
    if (!isGone) return answer.trouble;
    forgetPageSecret();
    forgetDrafts();
    this.ended();
    return null;
  }

  /** What one person read here is none of the next one's. */
  private async isNow(view: SessionView): Promise<void> {
    const before = this.person();
    if (before && before.id !== view.person.id) await this.device.forget();
    draftsAreOf(view.person.id);
    this.current.set({ state: 'signed-in', view });
  }

  /** Called by whoever meets a 401. What was read here goes with the session. */
  ended(): void {
    void this.device.forget();
    this.current.set({ state: 'signed-out', view: null });
  }
}
