import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { FaultyLink, type Direction } from './faulty-link.ts';

export interface ProxyCounts {
  frames: number;
  cuts: number;
  delays: number;
  duplicated: number;
  halfOpen: number;
  /** Frames with a decision that reached a machine's side, the repeated ones of one decision not counted. */
  decisionsCarried: number;
  /** The same decision carried once more. */
  resent: number;
}

/** Between connectors and HQ: carries WebSocket messages one by one, and can spoil how they arrive. */
export class FaultProxy {
  readonly counts: ProxyCounts = {
    frames: 0,
    cuts: 0,
    delays: 0,
    duplicated: 0,
    halfOpen: 0,
    decisionsCarried: 0,
    resent: 0,
  };
  readonly #links = new Set<FaultyLink>();
  readonly #carried = new Set<string>();
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #server: Server;
  readonly #target: string;
  readonly #onFrame: (type: string) => void;

  private constructor(target: string, onFrame: (type: string) => void) {
    this.#target = target;
    this.#onFrame = onFrame;
    this.#server = createServer();
    this.#server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head);
    });
  }

  /** `onFrame` hears the type of each decision (`approval`) and each machine's answer (`response`) as it passes. */
  static async start(target: string, onFrame: (type: string) => void): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, onFrame);
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', 4096, resolve));
    return proxy;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `ws://127.0.0.1:${port}/ws`;
  }

  /** The connections that work, in the order they were made. */
  get links(): FaultyLink[] {
    return [...this.#links].filter((link) => link.works);
  }

  cut(link: FaultyLink): void {
    this.counts.cuts += 1;
    link.cut();
  }

  delay(link: FaultyLink, ms: number): void {
    this.counts.delays += 1;
    link.delayMs = ms;
  }

  halfOpen(link: FaultyLink): void {
    this.counts.halfOpen += 1;
    link.fallSilent();
  }

  /** No faults any more; connections that are only half there end. */
  heal(): void {
    for (const link of this.#links) link.heal();
  }

  async stop(): Promise<void> {
    for (const link of this.#links) link.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that is killed resets its connection; that is what this proxy is for.
    socket.on('error', () => socket.destroy());
    const { authorization } = request.headers;
    const up = new WebSocket(this.#target, {
      headers: authorization === undefined ? {} : { authorization },
      perMessageDeflate: false,
    });
    up.on('error', () => socket.destroy());
    up.on('unexpected-response', (_, response) => {
      socket.end(`HTTP/1.1 ${response.statusCode ?? 502} Refused\r\nconnection: close\r\n\r\n`);
    });
    up.on('open', () => {
      if (socket.destroyed) {
        up.terminate();
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (down) => {
        const link = new FaultyLink(down, up, (direction, text) => this.#passed(direction, text));
        this.#links.add(link);
        link.ended.then(
          () => this.#links.delete(link),
          () => undefined,
        );
      });
    });
  }

  #passed(direction: Direction, { text, again }: { text: string; again: boolean }): void {
    this.counts.frames += 1;
    if (again) this.counts.duplicated += 1;
    const type = direction === 'down' ? 'approval' : 'response';
    if (!text.startsWith(`{"type":"${type}"`)) return;
    const { id } = JSON.parse(text) as { id: string };
    if (direction === 'down' && !again) {
      if (this.#carried.has(id)) this.counts.resent += 1;
      else this.counts.decisionsCarried += 1;
      this.#carried.add(id);
    }
    this.#onFrame(type);
  }
}
