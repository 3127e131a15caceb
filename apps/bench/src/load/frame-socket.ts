import { connect, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly key: string;
}

export interface FrameListener {
  /** A text frame from the server; the bytes are only good during the call. */
  text(frame: Buffer): void;
  closed(): void;
}

const HEADER_END = '\r\n\r\n';
const EMPTY = Buffer.alloc(0);

/** The least of a WebSocket client, so that two cores are spent on the server and not on the load. */
export class FrameSocket {
  readonly #socket: Socket;
  readonly #listener: FrameListener;
  #rest: Buffer = EMPTY;
  #open = false;

  constructor(target: Target, localAddress: string, listener: FrameListener, opened: () => void) {
    this.#listener = listener;
    this.#socket = connect({ host: target.host, port: target.port, localAddress, noDelay: true });
    this.#socket.on('connect', () => this.#socket.write(upgrade(target)));
    this.#socket.on('data', (chunk) => {
      this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
      if (!this.#open && !this.#readUpgrade(opened)) return;
      this.#readFrames();
    });
    // The close that follows is what counts.
    this.#socket.on('error', () => undefined);
    this.#socket.on('close', () => {
      listener.closed();
    });
  }

  send(frame: Buffer): void {
    this.#socket.write(frame);
  }

  /** Several sends in one write to the system. */
  together(work: () => void): void {
    this.#socket.cork();
    work();
    this.#socket.uncork();
  }

  end(): void {
    this.#socket.destroy();
  }

  #readUpgrade(opened: () => void): boolean {
    const end = this.#rest.indexOf(HEADER_END);
    if (end < 0) return false;
    if (!this.#rest.toString('latin1', 0, 12).endsWith(' 101')) {
      this.#socket.destroy();
      return false;
    }
    this.#rest = this.#rest.subarray(end + HEADER_END.length);
    this.#open = true;
    opened();
    return true;
  }

  #readFrames(): void {
    const data = this.#rest;
    let at = 0;
    while (data.length - at >= 2) {
      const short = (data[at + 1] ?? 0) & 0x7f;
      const header = short === 127 ? 10 : short === 126 ? 4 : 2;
      if (data.length - at < header) break;
      const length =
        short === 127
          ? Number(data.readBigUInt64BE(at + 2))
          : short === 126
            ? data.readUInt16BE(at + 2)
            : short;
      if (data.length - at < header + length) break;
      const TEXT = 1;
      if (((data[at] ?? 0) & 0x0f) === TEXT) {
        this.#listener.text(data.subarray(at + header, at + header + length));
      }
      at += header + length;
    }
    this.#rest = at === data.length ? EMPTY : data.subarray(at);
  }
}

function upgrade({ host, port, key }: Target): string {
  const lines = [
    'GET /ws HTTP/1.1',
    `Host: ${host}:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Authorization: Bearer ${key}`,
  ];
  return lines.join('\r\n') + HEADER_END;
}
