import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Envelope, ResponseEnvelope } from '@codev-hq/protocol';
import { WebSocketServer, type WebSocket } from 'ws';

export type Received = Envelope | ResponseEnvelope;
type Payload = Record<string, unknown>;

const PATIENCE_MS = 20_000;

/**
 * An HQ that speaks what the spike validated and nothing else: it announces no features, answers `register` and `ping`,
 * and is silent about everything else.
 */
export class FakeBaseHq {
  readonly received: Received[] = [];
  readonly upgrades: IncomingMessage[] = [];
  private readonly server: Server = createServer();
  private readonly sockets: WebSocketServer;
  private readonly watchers = new Set<() => void>();

  constructor() {
    this.sockets = new WebSocketServer({ noServer: true });
    this.server.on('upgrade', (request, socket, head) => {
      this.upgrades.push(request);
      const status = this.refusal(request);
      if (status !== undefined) {
        socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
        this.wake();
        return;
      }
      this.sockets.handleUpgrade(request, socket, head, (client) => this.greet(client));
    });
  }

  async listen(port = 0): Promise<this> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws`;
  }

  get connections(): number {
    return this.sockets.clients.size;
  }

  /** Messages of one type so far. */
  of(type: string): Payload[] {
    return this.received.flatMap((each) => (each.type === type && each.payload ? [each.payload] : []));
  }

  updates(path?: string): Payload[] {
    return this.of('status_update').filter((each) => path === undefined || each['status_file'] === path);
  }

  responses(): ResponseEnvelope[] {
    return this.received.filter((each): each is ResponseEnvelope => each.type === 'response');
  }

  /** Sends to the newest connection and answers with the message's id. */
  send(type: string, payload: Payload, id: string = randomUUID()): string {
    this.sendRaw(JSON.stringify({ type, id, ts: Date.now(), payload }));
    return id;
  }

  sendRaw(text: string | Uint8Array): void {
    [...this.sockets.clients].at(-1)?.send(text);
  }

  /** Resolves as soon as `condition` holds; what it waits for comes by events, not by time. */
  async until<T>(what: string, condition: () => T | undefined | false): Promise<T> {
    const now = condition();
    if (now !== undefined && now !== false) return now;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.watchers.delete(look);
        reject(new Error(`Waited in vain until ${what}. Received: ${this.summary()}`));
      }, PATIENCE_MS);
      const look = (): void => {
        const value = condition();
        if (value === undefined || value === false) return;
        clearTimeout(timer);
        this.watchers.delete(look);
        resolve(value);
      };
      this.watchers.add(look);
    });
  }

  responseTo(id: string): Promise<ResponseEnvelope> {
    return this.until(`${id} is answered`, () => this.responses().find((each) => each.id === id));
  }

  updateOf(path: string, test: (payload: Payload) => boolean = () => true): Promise<Payload> {
    return this.until(`${path} arrives`, () => this.updates(path).find(test));
  }

  disconnectAll(code: number, reason = ''): void {
    for (const client of this.sockets.clients) client.close(code, reason);
  }

  async close(): Promise<void> {
    for (const client of this.sockets.clients) client.terminate();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  protected wake(): void {
    for (const look of [...this.watchers]) look();
  }

  /** An HTTP status to refuse the upgrade with. */
  protected refusal(_request: IncomingMessage): number | undefined {
    return undefined;
  }

  protected welcome(): Payload {
    return { message: 'Connected to CODEV_HQ' };
  }

  protected receive(client: WebSocket, message: Envelope): void {
    if (message.type === 'register') this.answer(client, message.id, { session_id: 'fake-session' });
    if (message.type === 'ping')
      client.send(
        JSON.stringify({ type: 'pong', id: randomUUID(), ts: Date.now(), payload: message.payload }),
      );
  }

  protected answer(client: WebSocket, id: string, payload: Payload): void {
    client.send(JSON.stringify({ type: 'response', id, ts: Date.now(), success: true, payload }));
  }

  private greet(client: WebSocket): void {
    client.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Received;
      this.received.push(message);
      if (message.type !== 'response') this.receive(client, message as Envelope);
      this.wake();
    });
    client.on('close', () => this.wake());
    const welcome = { type: 'welcome', id: 'server-welcome', ts: Date.now(), payload: this.welcome() };
    client.send(JSON.stringify(welcome));
  }

  private summary(): string {
    return this.received
      .map((each) => each.type)
      .slice(-20)
      .join(', ');
  }
}
