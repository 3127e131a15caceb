import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AgentFarmConfig, Farm } from '../src/connector.config.js';
import { NO_AGENT_FARM } from './running-connector.js';

export interface SentWords {
  readonly to: string;
  readonly message: string;
  readonly workspace: string;
  readonly from: string;
}

export interface FakeTerminal {
  readonly id: string;
  readonly label: string;
  readonly cwd: string;
  lines: string[];
}

/** As many lines as Tower keeps of a terminal. */
export const KEPT_LINES = 1000;

type Json = Record<string, unknown>;

/**
 * Agent farm's Tower as far as it is known: `/health` is public, all else wants `codev-tower-key`; words are delivered, or
 * held with a reason while the agent is busy or its terminal is away; an agent nobody knows is 404. Of a terminal the last
 * lines are kept, and `offset` counts from the oldest of them.
 */
export class FakeTower {
  static readonly KEY = 'tower-key';
  readonly sent: SentWords[] = [];
  readonly asked: string[] = [];
  readonly terminals: FakeTerminal[] = [];
  /** What to answer instead, by agent; agents not named here are not known. */
  readonly agents: Record<string, Json | 'garbage' | 'never' | 'redirect' | { status: number }> = {};
  /** Builders by workspace, as its state lists them. */
  readonly workspaces: Record<string, Json[]> = {};
  private readonly server = createServer((request, response) => void this.serve(request, response));
  private readonly watchers = new Set<() => void>();
  private held: Promise<unknown> = Promise.resolve();

  async listen(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  /** How a connector is told of this Tower. */
  config(overrides: Partial<AgentFarmConfig> = {}): AgentFarmConfig {
    return { ...NO_AGENT_FARM, farms: [this.farm()], ...overrides };
  }

  farm(overrides: Partial<Farm> = {}): Farm {
    const { port } = this.server.address() as AddressInfo;
    const towerUrl = `http://127.0.0.1:${port}`;
    return { dir: '/nonexistent/agent-farm', towerUrl, towerKey: FakeTower.KEY, ...overrides };
  }

  wordsTo(agent: string): string[] {
    return this.sent.filter(({ to }) => to === agent).map(({ message }) => message);
  }

  /** Resolves as soon as `condition` holds after something was asked. */
  async until(condition: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }

  /** A program prints; only the last lines are kept. */
  print(id: string, ...lines: string[]): void {
    const terminal = this.terminals.find((each) => each.id === id);
    if (terminal) terminal.lines = [...terminal.lines, ...lines].slice(-KEPT_LINES);
  }

  /** Tower is slow to tell lines: until what comes back is called. */
  holdOutput(): () => void {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.held = promise;
    return () => resolve(undefined);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://tower');
    this.asked.push(`${request.method} ${url.pathname}${url.search}`);
    if (url.pathname === '/health') answer(response, 200, { status: 'healthy' });
    else if (request.headers['codev-tower-key'] !== FakeTower.KEY)
      answer(response, 401, { error: 'Unauthorized' });
    else if (url.pathname === '/api/send')
      this.send(response, JSON.parse(await bodyOf(request)) as SentWords);
    else if (url.pathname === '/api/terminals') this.list(response);
    else if (url.pathname.startsWith('/workspace/')) this.state(response, url);
    else void this.held.then(() => this.output(response, url));
    for (const look of [...this.watchers]) look();
  }

  private send(response: ServerResponse, words: SentWords): void {
    this.sent.push(words);
    const agent = this.agents[words.to];
    if (agent === undefined)
      answer(response, 404, { error: 'NOT_FOUND', message: `Agent '${words.to}' not found` });
    else if (agent === 'garbage') response.end('<html>');
    else if (agent === 'redirect') response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
    else if (agent === 'never') return;
    else if (typeof agent['status'] === 'number') answer(response, agent['status'], { error: 'broken' });
    else answer(response, 200, { ok: true, resolvedTo: words.to, delivered: true, held: false, ...agent });
  }

  private state(response: ServerResponse, { pathname }: URL): void {
    const workspace = Buffer.from(pathname.split('/')[2] ?? '', 'base64url').toString('utf8');
    const builders = this.workspaces[workspace];
    if (builders) answer(response, 200, { architect: null, builders });
    else answer(response, 404, { error: 'no such workspace' });
  }

  private list(response: ServerResponse): void {
    answer(response, 200, { terminals: this.terminals.map(({ id, label, cwd }) => ({ id, label, cwd })) });
  }

  private output(response: ServerResponse, url: URL): void {
    const id = /^\/api\/terminals\/([^/]+)\/output$/.exec(url.pathname)?.[1];
    const terminal = this.terminals.find((each) => each.id === decodeURIComponent(id ?? ''));
    if (!terminal) {
      answer(response, 404, { error: 'no such terminal' });
      return;
    }
    const offset = Number(url.searchParams.get('offset') ?? 0);
    const lines = terminal.lines.slice(offset, offset + Number(url.searchParams.get('lines') ?? 100));
    const hasMore = offset + lines.length < terminal.lines.length;
    answer(response, 200, { lines, total: terminal.lines.length, hasMore });
  }
}

function answer(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
