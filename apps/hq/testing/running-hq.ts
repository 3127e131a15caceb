import 'reflect-metadata';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAGE_SECRET_HEADER, type SignInAnswer } from '@codev-hq/protocol';
import { createHq, listen } from '../src/hq-app.js';
import { HqConfig } from '../src/hq.config.js';
import { DATABASE_FILE, openDatabase } from '../src/persistence/database.js';
import { ApiKeysService } from '../src/people/api-keys.service.js';
import { PeopleService } from '../src/people/people.service.js';

export const FIXED_KEY = 'dev-key-spike';

/** A whole HQ on a port of the system's choice, with a data directory of its own. */
export class RunningHq {
  /** What this browser's page keeps beside the cookie. */
  private readonly pageSecrets = new Map<string, string>();

  private constructor(
    readonly app: NestExpressApplication,
    readonly config: HqConfig,
    readonly port: number,
  ) {}

  static async start(overrides: Partial<HqConfig> = {}): Promise<RunningHq> {
    const config = Object.assign(new HqConfig(), {
      port: 0,
      dataDir: overrides.dataDir ?? (await newDataDir(overrides.databaseUrl === undefined)),
      apiKey: FIXED_KEY,
      logLevel: 'silent',
      dashboardDir: join(tmpdir(), 'no-dashboard-here'),
      ...overrides,
    });
    const app = await createHq(config);
    return new RunningHq(app, config, await listen(app, config));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Stops, and starts again on the same data directory (and another port). */
  async restart(): Promise<RunningHq> {
    await this.app.close();
    return RunningHq.start(Object.assign(new HqConfig(), this.config, { port: 0 }));
  }

  async stop(): Promise<void> {
    await this.app.close();
    rmSync(this.config.dataDir, { recursive: true, force: true });
  }

  async key(scopes: string, person?: string): Promise<string> {
    const made = await this.app.get(ApiKeysService).create('test', scopes.split(','), person);
    if (!made.ok) throw new Error(made.refusal.error);
    return made.key;
  }

  /** Signs a person in, perhaps in a browser with somebody's cookie; resolves with the cookie it would send from then on. */
  async signIn(name: string, email: string | undefined, before?: string): Promise<string> {
    const link = await this.app.get(PeopleService).link(name, email);
    const body = { token: link.split('#')[1] };
    const options = { body, ...(before !== undefined && { cookie: before }) };
    const response = await this.call('POST', '/api/session', options);
    const cookie = response.headers.get('set-cookie')?.split(';')[0];
    if (cookie === undefined) throw new Error(`No cookie: ${await response.text()}`);
    this.pageSecrets.set(cookie, ((await response.json()) as SignInAnswer).page_secret);
    return cookie;
  }

  async call(
    method: string,
    path: string,
    options: { body?: unknown; cookie?: string; key?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const pageSecret = options.cookie === undefined ? undefined : this.pageSecrets.get(options.cookie);
    return fetch(this.url + path, {
      method,
      headers: {
        ...(options.body !== undefined && { 'content-type': 'application/json' }),
        ...(options.cookie !== undefined && { cookie: options.cookie }),
        ...(pageSecret !== undefined && { [PAGE_SECRET_HEADER]: pageSecret }),
        ...(options.key !== undefined && { authorization: `Bearer ${options.key}` }),
        ...options.headers,
      },
      ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    });
  }
}

let template: Promise<Buffer> | undefined;

/** With the tables of today and no row in them: making them is most of what an HQ's first start costs. */
async function newDataDir(withDatabase: boolean): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'codev-hq-'));
  if (withDatabase) writeFileSync(join(dir, DATABASE_FILE), await (template ??= emptyDatabase()));
  return dir;
}

async function emptyDatabase(): Promise<Buffer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'codev-hq-'));
  const db = await openDatabase({ dataDir });
  await db.destroy();
  const file = readFileSync(join(dataDir, DATABASE_FILE));
  rmSync(dataDir, { recursive: true });
  return file;
}
