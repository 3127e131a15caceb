import { randomUUID } from 'node:crypto';
import type { ConnectorMessageType, ConnectorPayload, ResponseEnvelope } from '@codev-hq/protocol';
import type { HqSocket } from './hq-socket.js';
import type { Pacer } from './pacer.js';
import { RequestsInFlight, type Answer } from './requests-in-flight.js';

/** What leaves for HQ on one connection: put into envelopes, counted by the pacer, matched with its answer. */
export class Wire {
  private readonly requests = new RequestsInFlight();

  constructor(
    private readonly socket: HqSocket,
    private readonly pacer: Pacer,
  ) {}

  get isOpen(): boolean {
    return this.socket.isOpen;
  }

  get backlog(): number {
    return this.socket.backlog;
  }

  /** Milliseconds until the next message that is not urgent may go. */
  get wait(): number {
    return this.pacer.waitFor(Date.now());
  }

  send<T extends ConnectorMessageType>(type: T, payload: ConnectorPayload<T>): string {
    const id = randomUUID();
    this.put({ type, id, ts: Date.now(), payload });
    return id;
  }

  request<T extends ConnectorMessageType>(
    type: T,
    payload: ConnectorPayload<T>,
    timeoutMs: number,
  ): Promise<Answer> {
    return this.requests.expect(this.send(type, payload), timeoutMs);
  }

  answer(response: ResponseEnvelope): void {
    this.put(response);
  }

  /** Answers whether the response belongs to a question of ours. */
  settle(response: ResponseEnvelope): boolean {
    return this.requests.settle(response);
  }

  abandon(): void {
    this.requests.abandonAll();
  }

  private put(frame: object): void {
    this.pacer.take(Date.now());
    this.socket.send(JSON.stringify(frame));
  }
}
