import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onCleanUp } from './scratch.ts';

interface Words {
  readonly to: string;
  readonly message: string;
}

interface Terminal {
  readonly id: string;
  readonly label: string;
  readonly cwd: string;
  readonly lines: string[];
}

/** Agent farm's Tower as far as words to agents and their terminals go: everybody is there and reads at once. */
export class Tower {
  static readonly KEY = 'tower-key';
  readonly terminals: Terminal[] = [];
  readonly #sent: Words[] = [];
  readonly #server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const known = request.headers['codev-tower-key'] === Tower.KEY || request.url === '/health';
      const words = request.url === '/api/send' && known ? (JSON.parse(text) as Words) : undefined;
      if (words) this.#sent.push(words);
      const answer = words
        ? { ok: true, terminalId: 't1', resolvedTo: words.to, deferred: false, delivered: true, held: false }
        : { ok: known, ...(known && this.#shows(new URL(request.url ?? '/', 'http://tower'))) };
      response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  });

  static async start(): Promise<Tower> {
    const tower = new Tower();
    await new Promise<void>((resolve) => tower.#server.listen(0, '127.0.0.1', resolve));
    onCleanUp(async () => {
      tower.#server.closeAllConnections();
      await new Promise((resolve) => tower.#server.close(resolve));
    });
    return tower;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #shows({ pathname, searchParams }: URL): object {
    if (pathname === '/api/terminals')
      return { terminals: this.terminals.map(({ id, label, cwd }) => ({ id, label, cwd })) };
    const terminal = this.terminals.find(({ id }) => pathname === `/api/terminals/${id}/output`);
    if (!terminal) return {};
    const from = Number(searchParams.get('offset') ?? 0);
    const lines = terminal.lines.slice(from, from + Number(searchParams.get('lines') ?? 100));
    const total = terminal.lines.length;
    return { lines, total, hasMore: from + lines.length < total };
  }

  lastWordsTo(agent: string): string | undefined {
    return this.#sent.findLast(({ to }) => to === agent)?.message;
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
