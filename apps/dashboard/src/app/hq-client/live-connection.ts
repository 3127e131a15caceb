import { liveEvents, type LiveEvent, type LiveEventName } from '@codev-hq/protocol/live-events';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

export interface LiveListener {
  readonly event: (event: LiveEvent) => void;
  readonly state: (state: ConnectionState) => void;
  /** An event that does not fit its schema: HQ has another version than this page. */
  readonly misunderstood: (name: LiveEventName) => void;
  /** Asked before a refused stream is opened again. False ends the connection: the person is signed out. */
  readonly mayReopen: () => Promise<boolean>;
}

const EVENTS_URL = '/api/events?view=summary';
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** So long without HQ, and the page says "offline" instead of "reconnecting". */
const OFFLINE_AFTER_MS = 15_000;
/** A phone that slept this long may hold a stream that is dead without knowing it. */
const SUSPECT_AFTER_MS = 60_000;

/**
 * One stream of Server-Sent Events that stays. The browser resumes a stream that breaks (with `Last-Event-ID`); what
 * ends refused or closed is opened anew here, with backoff, and then starts with a snapshot.
 */
export class LiveConnection {
  private source: EventSource | null = null;
  private reopenTimer: ReturnType<typeof setTimeout> | undefined;
  private offlineTimer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private hiddenSince: number | null = null;
  private wanted = false;

  constructor(private readonly listener: LiveListener) {}

  open(): void {
    if (this.wanted) return;
    this.wanted = true;
    window.addEventListener('online', this.reopenNow);
    window.addEventListener('offline', this.wentOffline);
    document.addEventListener('visibilitychange', this.visibilityChanged);
    this.connect('connecting');
  }

  close(): void {
    this.wanted = false;
    window.removeEventListener('online', this.reopenNow);
    window.removeEventListener('offline', this.wentOffline);
    document.removeEventListener('visibilitychange', this.visibilityChanged);
    clearTimeout(this.offlineTimer);
    this.offlineTimer = undefined;
    this.drop();
  }

  /** Without waiting for the next attempt. */
  readonly reopenNow = (): void => {
    if (!this.wanted) return;
    this.failures = 0;
    this.connect('reconnecting');
  };

  private connect(state: ConnectionState): void {
    this.drop();
    this.announceLoss(state);
    const source = new EventSource(EVENTS_URL, { withCredentials: true });
    this.source = source;
    source.onopen = () => this.arrived();
    source.onerror = () => this.broke(source);
    for (const name of Object.keys(liveEvents) as LiveEventName[])
      source.addEventListener(name, (message: MessageEvent<string>) => this.heard(name, message.data));
  }

  private heard(name: LiveEventName, data: string): void {
    this.arrived();
    const parsed = readEvent(name, data);
    if (parsed) this.listener.event(parsed);
    else this.listener.misunderstood(name);
  }

  private arrived(): void {
    this.failures = 0;
    clearTimeout(this.offlineTimer);
    this.offlineTimer = undefined;
    this.listener.state('live');
  }

  private broke(source: EventSource): void {
    this.announceLoss('reconnecting');
    if (source.readyState !== EventSource.CLOSED) return;
    this.drop();
    this.failures += 1;
    this.reopenTimer = setTimeout(() => void this.reopen(), backoffMs(this.failures, Math.random()));
  }

  private async reopen(): Promise<void> {
    const allowed = await this.listener.mayReopen();
    if (!this.wanted || this.source) return;
    if (allowed) this.connect('reconnecting');
  }

  private announceLoss(state: ConnectionState): void {
    if (!navigator.onLine) {
      this.wentOffline();
      return;
    }
    // Once "offline" is said, only an answer takes it back: attempts are not news.
    if (this.offlineTimer !== undefined) return;
    this.listener.state(state);
    this.offlineTimer = setTimeout(() => this.listener.state('offline'), OFFLINE_AFTER_MS);
  }

  private readonly wentOffline = (): void => {
    this.listener.state('offline');
  };

  private readonly visibilityChanged = (): void => {
    if (document.visibilityState === 'hidden') {
      this.hiddenSince = Date.now();
      return;
    }
    const hiddenMs = this.hiddenSince === null ? 0 : Date.now() - this.hiddenSince;
    this.hiddenSince = null;
    if (!this.source || hiddenMs > SUSPECT_AFTER_MS) this.reopenNow();
  };

  private drop(): void {
    this.source?.close();
    this.source = null;
    clearTimeout(this.reopenTimer);
  }
}

/** Full jitter between half and the whole of a doubling delay, so that many pages do not come back at once. */
export function backoffMs(failures: number, random: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures - 1));
  return ceiling / 2 + (ceiling / 2) * random;
}

function readEvent(name: LiveEventName, data: string): LiveEvent | null {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    return null;
  }
  const parsed = liveEvents[name].safeParse(json);
  return parsed.success ? ({ name, data: parsed.data } as LiveEvent) : null;
}
