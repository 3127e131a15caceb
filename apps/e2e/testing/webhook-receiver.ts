import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onCleanUp } from './scratch.ts';

export interface Delivered {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** A program of somebody's that HQ tells what happens: it keeps what it was told, and answers as the test says. */
export class WebhookReceiver {
  readonly told: Delivered[] = [];
  answers = 200;
  readonly url: string;

  private constructor(url: string) {
    this.url = url;
  }

  static async start(): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        receiver.told.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(receiver.answers).end(receiver.answers === 200 ? 'thanks' : 'not today');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onCleanUp(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const { port } = server.address() as AddressInfo;
    const receiver = new WebhookReceiver(`http://127.0.0.1:${port}/hook`);
    return receiver;
  }
}
