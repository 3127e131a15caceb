import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PushBrowser, type Push } from '../../../libs/protocol/testing/push-browser.ts';
import type { Person } from './browser.ts';
import type { Hq } from './hq.ts';
import { onCleanUp } from './scratch.ts';
import { until } from './until.ts';

/** What stands between HQ and a browser: takes what HQ sends over HTTP, and opens it as the browser would. */
export class PushService {
  readonly #pushes: Push[] = [];
  readonly #browser: PushBrowser;

  private constructor(url: string) {
    this.#browser = new PushBrowser(`${url}/ada`);
  }

  static async start(): Promise<PushService> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const service = new PushService(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        service.#pushes.push({ headers: request.headers, body: Buffer.concat(pieces) });
        response.writeHead(201).end();
      });
    });
    onCleanUp(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return service;
  }

  /** Has HQ tell this person here. */
  async add(hq: Hq, { email }: Person): Promise<void> {
    const key = await hq.cli('keys', 'create', '--name', 'phone', '--scopes', 'read', '--person', email);
    const response = await fetch(`${hq.url}/api/notifications/devices`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(this.#browser.subscription),
    });
    if (!response.ok) throw new Error(`HQ did not take the device: ${await response.text()}`);
  }

  /** The first message, as its text. */
  async message(): Promise<string> {
    const push = await until('HQ to send a message', () => this.#pushes[0], 30_000);
    return this.#browser.text(push);
  }
}
