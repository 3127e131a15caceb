import { computed, effect, inject, Service, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { notifiedDevice, pushKey } from '@codev-hq/protocol/notifications';
import { map } from 'rxjs';
import * as z from 'zod/mini';
import { askHq, type HqTrouble } from '../hq-client/hq-http';
import { BrowserStorage } from '../hq-client/browser-storage';
import { Session } from '../hq-client/session';
import { reader } from '../../locale/language';
import { AppWorker } from './app-worker';
import { digestOfText, pushAbility, sameKey, type PushAbility } from './push-ability';

const KEY = 'codev-hq.push';
/** Whose notifications this browser shows, and the endpoint HQ was told. */
const told = z.object({ person_id: z.string(), endpoint_digest: z.string() });

export type PushState = PushAbility | 'off' | 'on';
export type PushTrouble = HqTrouble | { readonly kind: 'not-allowed' } | { readonly kind: 'no-push-service' };

/** Notifications on this device. The browser is asked only when a person says so; afterwards they keep themselves going. */
@Service()
export class Push {
  private readonly worker = inject(AppWorker).push;
  private readonly session = inject(Session);
  private readonly storage = new BrowserStorage(() => localStorage);
  private readonly subscription = toSignal(this.worker.subscription, { initialValue: null });
  private readonly changed = toSignal(this.worker.pushSubscriptionChanges.pipe(map(() => ({}))));
  private readonly permission = signal(currentPermission());
  private readonly digest = signal<string | null>(null);
  /** This sign-in, or the one the page was opened with; and the one since which HQ was told of this browser. */
  private signedIn: object | undefined;
  private toldIn: object | undefined;

  /** SHA-256 of this browser's endpoint, by which it knows itself in the list of devices. */
  readonly endpointDigest = this.digest.asReadonly();
  readonly state = computed((): PushState => {
    const ability = pushAbility(this.worker.isEnabled, this.permission());
    if (ability !== 'able') return ability;
    return this.subscription() && this.digest() && this.permission() === 'granted' ? 'on' : 'off';
  });

  constructor() {
    effect(() => {
      const endpoint = this.subscription()?.endpoint;
      if (endpoint) void untracked(async () => this.digest.set(await digestOfText(endpoint)));
      else this.digest.set(null);
    });
    effect(() => {
      this.changed();
      this.subscription();
      if (this.session.state() !== 'signed-in') {
        this.signedIn = undefined;
        return;
      }
      const signedIn = (this.signedIn ??= {});
      void untracked(() => this.keepGoing(signedIn));
    });
  }

  /** To be called from a tap: browsers show their question only then. */
  async turnOn(): Promise<PushTrouble | null> {
    this.permission.set(await Notification.requestPermission());
    if (this.permission() !== 'granted') return { kind: 'not-allowed' };
    return this.register();
  }

  /** This browser stops listening; HQ is told by whoever removes the device. */
  async turnOff(): Promise<void> {
    this.storage.remove(KEY);
    if (this.subscription()) await this.worker.unsubscribe();
  }

  /**
   * A browser may change or drop its subscription by itself, HQ may have another key, and it forgets a device whose session
   * ended: all of that is mended unasked, with each sign-in and each start of the page.
   */
  private async keepGoing(signedIn: object): Promise<void> {
    const known = told.safeParse(parsed(this.storage.get(KEY)));
    if (!known.success || known.data.person_id !== this.session.person()?.id) return;
    if (!this.worker.isEnabled || currentPermission() !== 'granted') return;
    const subscription = this.subscription();
    const digest = subscription && (await digestOfText(subscription.endpoint));
    // Signed out meanwhile: whoever signs in next has it told anew.
    if (this.signedIn !== signedIn) return;
    if (this.toldIn === signedIn && digest === known.data.endpoint_digest) return;
    this.toldIn = signedIn;
    if ((await this.register()) && this.toldIn === signedIn) this.toldIn = undefined;
  }

  private async register(): Promise<PushTrouble | null> {
    const key = await askHq('/api/notifications/key', pushKey);
    if (!key.ok) return key.trouble;
    const subscription = await this.subscribed(key.value.public_key);
    if (!subscription) return { kind: 'no-push-service' };
    const body = { ...subscription.toJSON(), language: reader.language };
    const answer = await askHq('/api/notifications/devices', notifiedDevice, { method: 'POST', body });
    if (!answer.ok) return answer.trouble;
    const person_id = this.session.person()?.id ?? '';
    const { endpoint_digest } = answer.value;
    this.storage.put(KEY, JSON.stringify({ person_id, endpoint_digest }));
    this.digest.set(endpoint_digest);
    return null;
  }

  private async subscribed(serverPublicKey: string): Promise<PushSubscription | null> {
    const before = this.subscription();
    try {
      if (before && !sameKey(before, serverPublicKey)) await before.unsubscribe();
      return await this.worker.requestSubscription({ serverPublicKey });
    } catch {
      // No push service to be reached, or one that refuses: the browser says no more than that.
      return null;
    }
  }
}

function currentPermission(): NotificationPermission {
  return 'Notification' in globalThis ? Notification.permission : 'denied';
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
