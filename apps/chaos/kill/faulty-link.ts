import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket, type RawData } from 'ws';

/** Towards the connector, or up to HQ. */
export type Direction = 'down' | 'up';

export interface PassedFrame {
  readonly text: string;
  readonly again: boolean;
}

/** One connector's connection through the proxy: two sockets, and what happens to messages between them. */
export class FaultyLink {
  /** Milliseconds each message is held back; their order stays, as TCP keeps it. */
  delayMs = 0;
  /** Asked for each message: whether it is delivered twice. */
  duplicates: () => boolean = () => false;
  readonly ended: Promise<void>;
  #silent = false;
  readonly #queues: Record<Direction, Promise<void>> = { down: Promise.resolve(), up: Promise.resolve() };
  readonly #sockets: Record<Direction, WebSocket>;
  readonly #passed: (direction: Direction, frame: PassedFrame) => void;

  constructor(down: WebSocket, up: WebSocket, passed: (direction: Direction, frame: PassedFrame) => void) {
    this.#sockets = { down, up };
    this.#passed = passed;
    this.#carry(down, 'up');
    this.#carry(up, 'down');
    const closed = (socket: WebSocket) => new Promise((resolve) => socket.once('close', resolve));
    this.ended = Promise.all([closed(down), closed(up)]).then(() => undefined);
  }

  get works(): boolean {
    const { down, up } = this.#sockets;
    return !this.#silent && down.readyState === WebSocket.OPEN && up.readyState === WebSocket.OPEN;
  }

  cut(): void {
    this.#sockets.down.terminate();
    this.#sockets.up.terminate();
  }

  /** Half-open from now on: nothing passes any more, not even that the other side has gone. */
  fallSilent(): void {
    this.#silent = true;
  }

  heal(): void {
    this.delayMs = 0;
    this.duplicates = () => false;
    if (this.#silent) this.cut();
  }

  #carry(from: WebSocket, direction: Direction): void {
    const to = this.#sockets[direction];
    from.on('message', (data: RawData) => {
      const text = (data as Buffer).toString('utf8');
      this.#inOrder(direction, () => this.#deliver(to, direction, text));
    });
    from.on('close', (code: number, reason: Buffer) => {
      this.#inOrder(direction, () => close(to, code, reason.toString('utf8')));
    });
    from.on('error', () => from.terminate());
  }

  #inOrder(direction: Direction, work: () => void): void {
    const held = this.delayMs;
    this.#queues[direction] = this.#queues[direction].then(async () => {
      if (held > 0) await pause(Math.min(held, this.delayMs));
      if (!this.#silent) work();
    });
  }

  #deliver(to: WebSocket, direction: Direction, text: string): void {
    if (to.readyState !== WebSocket.OPEN) return;
    to.send(text);
    this.#passed(direction, { text, again: false });
    if (!this.duplicates()) return;
    to.send(text);
    this.#passed(direction, { text, again: true });
  }
}

/** Only some codes may be written into a close frame; the others mean that there was none. */
function close(socket: WebSocket, code: number, reason: string): void {
  if (code === 1000 || (code >= 1001 && code <= 1003) || (code >= 1007 && code <= 1014) || code >= 3000)
    socket.close(code, reason);
  else socket.terminate();
}
