import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import type { Envelope, ResponseEnvelope } from '@codev-hq/protocol';

type Frame = (Envelope | ResponseEnvelope) & { payload?: Record<string, unknown> };

/** A connector's end of the socket, driven by hand. */
export class FakeMachine {
  readonly frames: Frame[] = [];
  closed: { code: number; reason: string } | undefined;
  private readonly waiting = new Set<() => void>();

  private constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString()) as Frame);
      this.wake();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.wake();
    });
    socket.on('error', () => this.wake());
  }

  /** Connects and waits for `welcome`. */
  static async connect(url: string, key: string): Promise<FakeMachine> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, {
      headers: { authorization: `Bearer ${key}` },
    });
    const machine = new FakeMachine(socket);
    await machine.next((frame) => frame.type === 'welcome');
    return machine;
  }

  /** Connects and registers one project, `/code/shop`, unless told otherwise. */
  static async registered(
    url: string,
    key: string,
    payload: Record<string, unknown> = {},
  ): Promise<FakeMachine> {
    const machine = await FakeMachine.connect(url, key);
    const answer = await machine.request('register', registration(payload));
    if (!answer.success) throw new Error(answer.error);
    return machine;
  }

  send(type: string, payload: unknown, id: string = randomUUID()): string {
    this.socket.send(JSON.stringify({ type, id, ts: Date.now(), payload }));
    return id;
  }

  /** Sends and resolves with the answer. */
  async request(type: string, payload: unknown): Promise<ResponseEnvelope> {
    const id = this.send(type, payload);
    return (await this.next((frame) => frame.type === 'response' && frame.id === id)) as ResponseEnvelope;
  }

  respond(id: string, response: Partial<ResponseEnvelope>): void {
    this.socket.send(JSON.stringify({ type: 'response', id, ts: Date.now(), success: true, ...response }));
  }

  /** The first frame, received already or to come, that fits. */
  async next(fits: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.frames.find(fits);
      if (found) return found;
      if (this.closed) throw new Error(`The socket closed (${this.closed.code}) before the frame came.`);
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  /** As {@link next}, but the one after `n` others that fit. */
  async nth(fits: (frame: Frame) => boolean, n: number): Promise<Frame> {
    let left = n;
    const seen = new Set<Frame>();
    return this.next((frame) => {
      if (seen.has(frame) || !fits(frame)) return false;
      seen.add(frame);
      return left-- <= 0;
    });
  }

  async closing(): Promise<{ code: number; reason: string }> {
    while (!this.closed) await new Promise<void>((resolve) => this.waiting.add(resolve));
    return this.closed;
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closing();
  }

  private wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const resolve of waiting) resolve();
  }
}

export function registration(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    instance_id: 'machine-1',
    instance_name: 'Ada’s laptop',
    version: '1.6.1',
    projects: [{ path: '/code/shop', name: 'shop' }],
    ...overrides,
  };
}

/** The spike's own status file. */
export function statusFile(overrides: { id?: string; status?: string; log?: string } = {}): string {
  return `---
id: "${overrides.id ?? '0068'}"
protocol: SPIR
current_phase: specify
gates:
  specify_to_plan:
    human_approval: { status: ${overrides.status ?? 'pending'} }
---
## Log
- ${overrides.log ?? 'Started'}
`;
}

export function statusUpdate(
  content: string,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return { project_path: '/code/shop', status_file: 'codev/status/0068-feature.md', content, ...overrides };
}

export const APPROVE = {
  instance_id: 'machine-1',
  project_path: '/code/shop',
  project_id: '0068',
  gate: 'human_approval',
};
