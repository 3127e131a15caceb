import { hash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { filter, firstValueFrom } from 'rxjs';
import type { NoticeLanguage, NotifiedDevice, ResponseEnvelope } from '@codev-hq/protocol';
import { DeliveryRun } from '../src/notify/delivery-run.js';
import { NoticeRounds } from '../src/notify/notice-rounds.js';
import { HqConfig } from '../src/hq.config.js';
import { copyDatabase } from '../src/persistence/copy-database.js';
import { openDatabase, type Database } from '../src/persistence/database.js';
import { DATABASE } from '../src/persistence/persistence.tokens.js';
import { MirrorFacts } from '../src/state/mirror-facts.js';
import { SettlingFiles } from '../src/state/settling-files.js';
import { APPROVE, FakeMachine, statusFile, statusUpdate } from './fake-machine.js';
import { PushBrowser } from '../../../libs/protocol/testing/push-browser.js';
import { Receiver } from './receiver.js';
import { FIXED_KEY, RunningHq } from './running-hq.js';

const FEATURES = ['decision_response', 'proof', 'manifest', 'rejection'];

/** A notification as the browser got it. */
export interface Shown {
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  readonly data: { readonly onActionClick: { readonly default: { readonly url: string } } };
}

/** A running HQ whose clock for notices is the test's, a machine, and a push service with browsers of people. */
export class NotifiedHq {
  private readonly browsers = new Map<string, PushBrowser>();
  private readonly receivers: Receiver[] = [];

  private constructor(
    public hq: RunningHq,
    readonly service: Receiver,
    public machine: FakeMachine,
    public now: number,
  ) {}

  static async start(setting: Parameters<typeof RunningHq.start>[0]): Promise<NotifiedHq> {
    const hq = await RunningHq.start({ pushOwnNetwork: true, noticeRoundMs: 0, ...setting });
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features: FEATURES });
    return new NotifiedHq(hq, await Receiver.start(), machine, Date.now());
  }

  /** On the same data; the machine comes back and says what it said before. */
  async restart(): Promise<void> {
    this.hq = await this.hq.restart();
    this.machine = await FakeMachine.registered(this.hq.url, FIXED_KEY, { features: FEATURES });
  }

  /** Goes on with a copy of what is stored now, in an empty database: as after a kill at this moment. */
  async killed(setting: Parameters<typeof RunningHq.start>[0]): Promise<void> {
    const place = { dataDir: mkdtempSync(join(tmpdir(), 'codev-hq-')), ...setting };
    const copy = await openDatabase(place);
    await copyDatabase(this.hq.app.get<Database>(DATABASE), copy);
    await copy.destroy();
    const { config } = this.hq;
    await this.hq.stop();
    const again = Object.assign(new HqConfig(), config, { databaseUrl: undefined, ...place, port: 0 });
    this.hq = await RunningHq.start(again);
    this.machine = await FakeMachine.registered(this.hq.url, FIXED_KEY, { features: FEATURES });
  }

  /** Another server that HQ delivers to; it ends with this HQ, also when the test fails. */
  async receiver(): Promise<Receiver> {
    const receiver = await Receiver.start();
    this.receivers.push(receiver);
    return receiver;
  }

  async stop(): Promise<void> {
    try {
      await this.hq.stop();
    } finally {
      await Promise.all([this.service, ...this.receivers].map((receiver) => receiver.stop()));
    }
  }

  /** Signs a person in, in a browser that is told. */
  async person(name: string, language?: NoticeLanguage): Promise<string> {
    const cookie = await this.signedIn(name);
    const browser = new PushBrowser(`${this.service.url}/${name}`);
    this.browsers.set(`/${name}`, browser);
    await this.call('POST', '/api/notifications/devices', cookie, { ...browser.subscription, language });
    return cookie;
  }

  signedIn(name: string): Promise<string> {
    return this.hq.signIn(name, `${name.toLowerCase()}@example.org`);
  }

  async call(method: string, path: string, cookie: string, body?: unknown): Promise<unknown> {
    const response = await this.hq.call(method, path, { cookie, ...(body !== undefined && { body }) });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return text === '' ? undefined : JSON.parse(text);
  }

  async device(cookie: string): Promise<NotifiedDevice | undefined> {
    const [device] = (await this.call('GET', '/api/notifications/devices', cookie)) as NotifiedDevice[];
    return device;
  }

  /** A status file as the machine has it now, and HQ has read it. */
  async file(content = statusFile(), overrides: Record<string, unknown> = {}): Promise<void> {
    const digest = hash('sha256', content, 'hex');
    const settled = this.hq.app.get(MirrorFacts).settled;
    const read = firstValueFrom(settled.pipe(filter(({ file }) => file.row.digest === digest)));
    const before = this.machine.frames.length;
    await this.machine.request('status_update', statusUpdate(content, overrides));
    if (this.machine.frames.length === before) throw new Error('The machine got no answer.');
    await this.hq.app.get(SettlingFiles).look(performance.now() + 60_000);
    await read;
  }

  /** Decides, and has the machine answer; resolves once that is settled. */
  async decide(
    cookie: string,
    answer: Partial<ResponseEnvelope>,
    request: { path?: string; body?: Record<string, unknown> } = {},
  ): Promise<void> {
    const { path = '/api/approve', body = {} } = request;
    const settled = this.call('POST', path, cookie, { ...APPROVE, wait: 30_000, ...body });
    const type = path === '/api/approve' ? 'approval' : 'rejection';
    const { id } = await this.machine.next((frame) => frame.type === type);
    this.machine.respond(id, answer);
    await settled;
  }

  /** Lets time pass until what has come is told and delivered, or has failed once. */
  async tell(): Promise<void> {
    await this.round();
    this.now += 3000;
    await this.round();
  }

  async after(ms: number): Promise<void> {
    this.now += ms;
    await this.tell();
  }

  async round(): Promise<void> {
    await this.hq.app.get(NoticeRounds).round(this.now);
    await this.hq.app.get(DeliveryRun).idle();
  }

  /** What this person's browser has been shown, in order. */
  shown(name: string): Shown[] {
    const browser = this.browsers.get(`/${name}`);
    const pushes = this.service.received.filter(({ path }) => path === `/${name}`);
    return pushes.map((push) => browser?.read(push).notification as unknown as Shown);
  }

  titles(name: string): string[] {
    return this.shown(name).map(({ title }) => title);
  }
}
