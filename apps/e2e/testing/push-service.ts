import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { PushBrowser, type Push } from '../../../libs/protocol/testing/push-browser.ts';
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

  /** Has HQ tell here whoever is signed in on the page, in the page's language. */
  async add(page: Page): Promise<void> {
    const refused = await page.evaluate(async (subscription) => {
      const secret = localStorage.getItem('codev-hq.page-secret');
      const response = await fetch('/api/notifications/devices', {
        method: 'POST',
        headers: { 'X-Codev-Page-Secret': secret ?? '', 'content-type': 'application/json' },
        body: JSON.stringify({ ...subscription, language: document.documentElement.lang }),
      });
      return response.ok ? undefined : response.text();
    }, this.#browser.subscription);
    if (refused !== undefined) throw new Error(`HQ did not take the device: ${refused}`);
  }

  /** The first message, as its text. */
  async message(): Promise<string> {
    const push = await until('HQ to send a message', () => this.#pushes[0], 30_000);
    return this.#browser.text(push);
  }
}
