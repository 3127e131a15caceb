import type { IncomingMessage } from 'node:http';
import { MAX_FRAME_BYTES } from '@codev-hq/protocol';
import { WebSocket, type RawData } from 'ws';
import { codeOf, messageOf } from '../workspaces/system-error.js';
import type { Parting } from './reconnect-policy.js';

export interface SocketEvents {
  readonly opened: () => void;
  readonly frame: (text: string) => void;
  /** Comes exactly once, whatever happened. */
  readonly parted: (parting: Parting) => void;
}

const HANDSHAKE_MS = 10_000;
const CLOSE_MS = 1_000;

/** One WebSocket to HQ. The key travels in a header, where no log and no proxy keeps it. */
export class HqSocket {
  private readonly socket: WebSocket;
  private over = false;

  constructor(
    url: string,
    apiKey: string | undefined,
    private readonly events: SocketEvents,
  ) {
    this.socket = new WebSocket(url, {
      headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: HANDSHAKE_MS,
      perMessageDeflate: false,
    });
    this.socket
      .on('open', events.opened)
      .on('message', (data, isBinary) => events.frame(isBinary ? '' : textOf(data)))
      .on('close', (code, reason) => this.part({ kind: 'closed', code, reason: reason.toString('utf8') }))
      .on('error', (error) => this.part({ kind: 'unreachable', words: wordsOf(error, url) }))
      .on('unexpected-response', (request, response: IncomingMessage) => {
        response.resume();
        request.destroy();
        this.part({
          kind: 'refused',
          status: response.statusCode ?? 0,
          ...(apiKey === undefined && { keyless: true }),
        });
      });
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Bytes that were sent but have not left this machine. */
  get backlog(): number {
    return this.socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.isOpen) this.socket.send(text);
  }

  /** Gives HQ up: it is told nothing, since it would not hear it. */
  abandon(parting: Parting): void {
    this.part(parting);
    this.socket.terminate();
  }

  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()));
    this.socket.close(1000, 'connector stops');
    const timer = setTimeout(() => this.socket.terminate(), CLOSE_MS);
    await closed;
    clearTimeout(timer);
  }

  private part(parting: Parting): void {
    if (this.over) return;
    this.over = true;
    this.events.parted(parting);
  }
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString('utf8');
}

function wordsOf(error: Error, url: string): string {
  const code = codeOf(error) ?? '';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return 'what answers there does not speak TLS: if HQ has no certificate of its own, CODEV_HQ_URL begins with ws://, not wss://';
  if (code === 'ECONNRESET' && error.message === 'socket hang up') return hangUpWords(url);
  // Node collects what happened per address when a name has several, and leaves the message empty.
  const causes: unknown = 'errors' in error ? error.errors : undefined;
  return error.message || (Array.isArray(causes) ? messageOf(causes[0]) : error.name);
}

/** HQ hangs up on whoever knocks elsewhere than at its socket. */
function hangUpWords(url: string): string {
  const path = new URL(url).pathname;
  return path.endsWith('/ws')
    ? 'the other side hung up without an answer; if it takes only TLS, CODEV_HQ_URL begins with wss://'
    : `the other side hung up; the path in CODEV_HQ_URL must be /ws, and is ${path}`;
}
