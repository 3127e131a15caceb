import type { ErrorCode } from '@codev-hq/protocol';

interface Reply {
  readonly status: number;
  readonly body: string;
  /** For an answer that comes bit by bit. */
  readonly read?: () => Promise<{ done: boolean; value?: Uint8Array }>;
}

interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

type Answer = Reply | 'lost' | Promise<Reply | 'lost'>;

/** HQ as the page meets it: `fetch` and `EventSource`, replaced at the network's edge and nowhere else. */
export class FakeHq {
  readonly received: Received[] = [];
  readonly streams: FakeEventSource[] = [];
  private readonly routes = new Map<string, () => Answer>();

  install(): this {
    const streams = this.streams;
    class Recorded extends FakeEventSource {
      constructor(url: string) {
        super(url);
        streams.push(this);
      }
    }
    Object.assign(globalThis, {
      EventSource: Recorded,
      fetch: (path: string, init: RequestInit) => this.fetch(path, init),
    });
    return this;
  }

  /** From now on: `on('GET /api/session', () => json(…))`. */
  on(request: string, answer: () => Answer): this {
    this.routes.set(request, answer);
    return this;
  }

  get stream(): FakeEventSource {
    const last = this.streams.at(-1);
    if (!last) throw new Error('The page has opened no stream.');
    return last;
  }

  sent(request: string): Received[] {
    return this.received.filter(({ method, path }) => `${method} ${path}` === request);
  }

  private async fetch(path: string, init: RequestInit): Promise<Response> {
    const method = init.method ?? 'GET';
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const headers = (init.headers ?? {}) as Record<string, string>;
    this.received.push({ method, path, body, headers });
    const route = this.routes.get(`${method} ${path}`);
    const reply = await (route ? route() : problem(404, 'NOT_FOUND', `No ${path} here.`));
    if (reply === 'lost') throw new TypeError('Failed to fetch');
    const ok = reply.status >= 200 && reply.status < 300;
    const { read } = reply;
    return {
      ok,
      status: reply.status,
      text: () => Promise.resolve(reply.body),
      body: read && { getReader: () => ({ read }) },
    } as Response;
  }
}

export function json(body: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(body) };
}

export function problem(status: number, code: ErrorCode, detail: string, more: object = {}): Reply {
  return json({ type: 'about:blank', title: code, status, detail, error: detail, code, ...more }, status);
}

/** An answer that comes bit by bit, as the test says. */
export function streamed(): { reply: Reply; sends: (text: string) => void; ends: () => void } {
  type Bit = { done: boolean; value?: Uint8Array };
  const bits: Bit[] = [];
  let waits: ((bit: Bit) => void) | null = null;
  const come = (bit: Bit) => {
    if (waits) waits(bit);
    else bits.push(bit);
    waits = null;
  };
  const read = () => {
    const bit = bits.shift();
    return bit ? Promise.resolve(bit) : new Promise<Bit>((resolve) => (waits = resolve));
  };
  return {
    reply: { status: 200, body: '', read },
    sends: (text) => come({ done: false, value: new TextEncoder().encode(text) }),
    ends: () => come({ done: true }),
  };
}

/** An answer that comes when the test says so. */
export function later(): { answer: Promise<Reply | 'lost'>; arrive: (reply: Reply | 'lost') => void } {
  let arrive: (reply: Reply | 'lost') => void = () => undefined;
  const answer = new Promise<Reply | 'lost'>((resolve) => (arrive = resolve));
  return { answer, arrive };
}

export class FakeEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readyState = FakeEventSource.CONNECTING;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
  }

  opens(): void {
    this.readyState = FakeEventSource.OPEN;
    this.onopen?.();
  }

  emits(name: string, data: unknown): void {
    const text = typeof data === 'string' ? data : JSON.stringify(data);
    this.dispatchEvent(new MessageEvent(name, { data: text }));
  }

  /** The connection broke; the browser itself tries again. */
  breaks(): void {
    this.readyState = FakeEventSource.CONNECTING;
    this.onerror?.();
  }

  /** HQ refused the stream; the browser gives up. */
  isRefused(): void {
    this.readyState = FakeEventSource.CLOSED;
    this.onerror?.();
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}
