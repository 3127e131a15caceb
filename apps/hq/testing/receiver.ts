import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly json: Record<string, unknown>;
}

type Answer = (response: ServerResponse) => void;

/** Somebody else's server that HQ delivers to. Answers 200 unless told otherwise. */
export class Receiver {
  readonly received: Received[] = [];
  private readonly answers: Answer[] = [];
  private readonly waiting = new Set<() => void>();
  private always: Answer = (response) => response.end('ok');

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const { method = '', url: path = '', headers } = request;
        const body = Buffer.concat(pieces);
        const json = headers['content-type'] === 'application/json' ? JSON.parse(body.toString()) : {};
        receiver.received.push({ method, path, headers, body, json });
        (receiver.answers.shift() ?? receiver.always)(response);
        for (const wake of receiver.waiting) wake();
        receiver.waiting.clear();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** How the next request is answered; then the one after that. */
  answer(status: number, body = '', headers: Record<string, string> = {}): this {
    this.answers.push((response) => response.writeHead(status, headers).end(body));
    return this;
  }

  /** How every request is answered that no single answer waits for. */
  answerAlways(status: number, body = ''): this {
    this.always = (response) => response.writeHead(status).end(body);
    return this;
  }

  /** The next request gets no answer at all. */
  fallSilent(): this {
    this.answers.push(() => undefined);
    return this;
  }

  /** The n-th request, come already or to come. */
  async nth(n: number): Promise<Received> {
    for (;;) {
      const request = this.received[n - 1];
      if (request) return request;
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
