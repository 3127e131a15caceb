import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Delivery } from '@codev-hq/protocol';
import * as z from 'zod/mini';
import type { Farm } from '../connector.config.js';
import { codeOf, messageOf } from '../workspaces/system-error.js';
import { deliveryOf, sendAnswer } from './tower-answers.js';

/** A decision's answer may wait this long for Tower and no longer. */
const ANSWER_MS = 3_000;
/** More than any answer that is asked for here. */
const MOST_BYTES = 4 * 1024 * 1024;

export interface Words {
  /** An agent's name: `builder-spir-412`, `architect`. */
  readonly to: string;
  readonly message: string;
  /** The root of the main checkout. */
  readonly workspace: string;
}

/** What Tower answered, or in words why it did not. */
export type TowerResult<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** Nobody listens there. */
  | { readonly kind: 'absent'; readonly words: string }
  | { readonly kind: 'failed'; readonly status?: number; readonly words: string };

const optionalText = z.optional(z.nullable(z.string()));

const terminals = z.object({
  terminals: z.array(
    z.object({
      id: z.string(),
      label: optionalText,
      name: optionalText,
      cwd: optionalText,
    }),
  ),
});
export type Terminal = z.infer<typeof terminals>['terminals'][number];

const workspaceState = z.object({
  builders: z.optional(
    z.array(
      z.object({ id: optionalText, name: optionalText, worktree: optionalText, terminalId: optionalText }),
    ),
  ),
});
export interface TowerBuilder {
  readonly names: readonly string[];
  readonly worktree: string | undefined;
  readonly terminalId: string | undefined;
}

const output = z.object({ lines: z.array(z.string()), total: z.int(), hasMore: z.optional(z.boolean()) });
export type TerminalOutput = z.infer<typeof output>;

/** One agent farm's Tower on this machine. It may be away, slow or of another version at any time; nothing here throws for it. */
export class TowerClient {
  constructor(
    private readonly farm: Farm,
    private readonly answerMs = ANSWER_MS,
  ) {}

  /** Whether a Tower answers there at all. */
  async isRunning(): Promise<boolean> {
    return (await this.ask('/health', z.unknown())).kind === 'answered';
  }

  /** Passes words on to an agent, and says how far they came. */
  async send({ to, message, workspace }: Words): Promise<Delivery> {
    const body = { to, message, workspace, from: 'codev-hq', options: {} };
    const result = await this.ask('/api/send', sendAnswer, { method: 'POST', body: JSON.stringify(body) });
    return deliveryOf(result, to);
  }

  async terminals(): Promise<TowerResult<readonly Terminal[]>> {
    const result = await this.ask('/api/terminals', terminals);
    return result.kind === 'answered' ? { kind: 'answered', value: result.value.terminals } : result;
  }

  /** The builders of one workspace, and where their terminals are. */
  async builders(workspace: string): Promise<TowerResult<readonly TowerBuilder[]>> {
    const key = Buffer.from(workspace, 'utf8').toString('base64url');
    const result = await this.ask(`/workspace/${key}/api/state`, workspaceState);
    if (result.kind !== 'answered') return result;
    const builders = (result.value.builders ?? []).map(({ id, name, worktree, terminalId }) => ({
      names: [id, name].filter((each) => typeof each === 'string'),
      worktree: worktree ?? undefined,
      terminalId: terminalId ?? undefined,
    }));
    return { kind: 'answered', value: builders };
  }

  /** `lines` lines of a terminal from line `offset` on. */
  output(id: string, lines: number, offset: number): Promise<TowerResult<TerminalOutput>> {
    return this.ask(
      `/api/terminals/${encodeURIComponent(id)}/output?lines=${lines}&offset=${offset}`,
      output,
    );
  }

  private async ask<T>(
    path: string,
    schema: z.ZodMiniType<T>,
    init: RequestInit = {},
  ): Promise<TowerResult<T>> {
    try {
      const response = await fetch(this.farm.towerUrl + path, {
        ...init,
        headers: { 'content-type': 'application/json', ...(await this.keyHeader()) },
        signal: AbortSignal.timeout(this.answerMs),
        // The key is for Tower alone.
        redirect: 'error',
      });
      const text = await boundedText(response);
      if (!response.ok)
        return { kind: 'failed', status: response.status, words: refusalWords(response, text) };
      const parsed = schema.safeParse(JSON.parse(text));
      return parsed.success ? { kind: 'answered', value: parsed.data } : notUnderstood();
    } catch (error) {
      return this.trouble(error);
    }
  }

  private trouble(error: unknown): TowerResult<never> {
    const { cause, name } = error as { cause?: unknown; name?: string };
    if (codeOf(cause) === 'ECONNREFUSED')
      return { kind: 'absent', words: `No Tower runs at ${this.farm.towerUrl}.` };
    if (name === 'TimeoutError')
      return { kind: 'failed', words: `Tower did not answer within ${this.answerMs / 1000} s.` };
    if (name === 'SyntaxError') return notUnderstood();
    return { kind: 'failed', words: `Tower could not be asked: ${messageOf(cause ?? error)}` };
  }

  /** Tower writes its key anew when it likes. */
  private async keyHeader(): Promise<Record<string, string>> {
    const kept = await readFile(join(this.farm.dir, 'local-key'), 'utf8').catch(() => '');
    const key = this.farm.towerKey ?? kept.trim();
    return /^[\x21-\x7e]+$/.test(key) ? { 'codev-tower-key': key } : {};
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).byteLength;
    if (size > MOST_BYTES) throw new Error('its answer is too long.');
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refusalWords({ status }: Response, text: string): string {
  if (status === 401 || status === 403)
    return 'Tower does not take this connector’s key. Set CODEV_TOWER_KEY, or CODEV_AGENT_FARM_DIR to where its local-key is.';
  const said = (wordsUnder('message', text) ?? wordsUnder('error', text) ?? '').replace(/\.$/, '');
  return `Tower refused it (HTTP ${status})${said && `: ${said.slice(0, 300)}`}.`;
}

/** Tower puts a code under `error` and words under `message`; older ones have words under `error`. */
function wordsUnder(name: string, text: string): string | undefined {
  return new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(text)?.[1];
}

function notUnderstood(): TowerResult<never> {
  return { kind: 'failed', words: 'Tower’s answer could not be understood; it may be of another version.' };
}
