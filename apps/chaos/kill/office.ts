import type { Decision, StateSnapshot, WaitingGate } from '@codev-hq/protocol';
import type { Hq } from '../../e2e/testing/hq.ts';

const PATIENCE = 5_000;

export type Reply =
  | { readonly kind: 'recorded'; readonly decisionId: string }
  /** HQ said no, and why. */
  | { readonly kind: 'declined'; readonly code: string; readonly words: string }
  /** Nobody answered: the person cannot know whether it was recorded. */
  | { readonly kind: 'silence' };

export interface Keys {
  readonly ada: string;
  readonly grace: string;
}

/** What people and scripts do at HQ: look, decide, export. */
export class Office {
  readonly #hq: Hq;
  readonly #keys: Keys;

  constructor(hq: Hq, keys: Keys) {
    this.#hq = hq;
    this.#keys = keys;
  }

  static async keys(hq: Hq): Promise<Keys> {
    const keyOf = async (name: string) => {
      const email = `${name}@example.org`;
      await hq.link(name, email);
      return hq.cli('keys', 'create', '--name', name, '--scopes', 'read,approve', '--person', email);
    };
    return { ada: await keyOf('ada'), grace: await keyOf('grace') };
  }

  async approve(who: keyof Keys, gate: WaitingGate): Promise<Reply> {
    const { instance_id, project_path, project_id, status_file } = gate;
    const body = {
      instance_id,
      project_path,
      project_id,
      status_file,
      gate: gate.gate,
      expected: { gate_digest: gate.digest, file_digest: gate.file_digest },
    };
    const answer = await this.#call('/api/approve', this.#keys[who], body);
    if (!answer) return { kind: 'silence' };
    const said = (await answer.json()) as { decision_id?: string; code?: string; detail?: string };
    if (answer.ok && said.decision_id !== undefined)
      return { kind: 'recorded', decisionId: said.decision_id };
    if (answer.status >= 500) throw new Error(`HQ answered ${answer.status}: ${JSON.stringify(said)}`);
    return { kind: 'declined', code: said.code ?? String(answer.status), words: said.detail ?? '' };
  }

  /** Undefined while HQ cannot be reached. */
  waiting(): Promise<WaitingGate[] | undefined> {
    return this.#read<WaitingGate[]>('/api/gates?state=waiting');
  }

  state(): Promise<StateSnapshot | undefined> {
    return this.#read<StateSnapshot>('/api/state');
  }

  async decisions(query = ''): Promise<Decision[] | undefined> {
    const all: Decision[] = [];
    let cursor: string | undefined;
    do {
      const next = cursor === undefined ? '' : `&cursor=${cursor}`;
      const page = await this.#read<{ decisions: Decision[]; next?: string }>(
        `/api/decisions?limit=200${query}${next}`,
      );
      if (!page) return undefined;
      all.push(...page.decisions);
      cursor = page.next;
    } while (cursor !== undefined);
    return all;
  }

  async #read<T>(path: string): Promise<T | undefined> {
    const answer = await this.#call(path, this.#keys.ada);
    if (!answer) return undefined;
    if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** The whole answer, or nothing: a connection that breaks in the middle of one is silence too. */
  async #call(path: string, key: string, body?: unknown): Promise<Response | undefined> {
    try {
      const answer = await fetch(this.#hq.url + path, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(body === undefined ? 6 * PATIENCE : PATIENCE),
      });
      const bytes = await answer.arrayBuffer();
      return new Response(bytes, { status: answer.status, headers: answer.headers });
    } catch (error) {
      if (isSilence(error)) return undefined;
      throw error;
    }
  }
}

/** By name, not by class: under Jest, fetch throws the errors of another realm. */
function isSilence(error: unknown): boolean {
  const name = typeof error === 'object' && error !== null && 'name' in error ? error.name : undefined;
  return name === 'TypeError' || name === 'TimeoutError' || name === 'AbortError';
}
