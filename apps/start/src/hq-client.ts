import { setTimeout as wait } from 'node:timers/promises';

/** What the launcher reads from `GET /api/state` and `GET /api/gates`: a few fields of the protocol's shapes. */
export interface Connected {
  readonly instance_name: string;
  readonly online: boolean;
  readonly projects: readonly { readonly path: string; readonly name: string }[];
  readonly status_files: readonly unknown[];
}
export interface Waiting {
  readonly project_id: string;
  readonly title: string;
  readonly gate: string;
  readonly decision?: { readonly state: string };
  readonly changes_requested?: unknown;
}

/** What ends a decision without a result: the gate waits for a person again. */
const CAME_TO_NOTHING = new Set(['refused', 'superseded', 'expired']);

const POLL_MS = 100;

/** Asks the running HQ what a person would like to know at the start. */
export class HqClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async healthy(signal: AbortSignal): Promise<void> {
    await this.#until(async () => (await this.#answer('/health')) !== undefined, signal);
  }

  /** False when HQ does not know the key any more. */
  async keyWorks(): Promise<boolean> {
    const response = await fetch(`${this.#url}/api/state`, { headers: this.#headers() });
    await response.body?.cancel();
    return response.status !== 401;
  }

  /** The machine of that name, once it is online with that many status files, or without some after the patience. */
  async connected(machine: string, files: number, patience: number, signal: AbortSignal): Promise<Connected> {
    let found: Connected | undefined;
    let since = 0;
    await this.#until(async () => {
      const state = (await this.#answer('/api/state')) as { instances: Connected[] } | undefined;
      found = state?.instances.find(({ online, instance_name }) => online && instance_name === machine);
      if (found) since ||= Date.now();
      return found !== undefined && (found.status_files.length >= files || Date.now() - since > patience);
    }, signal);
    if (!found) throw new Error('The wait for the connector ended without one.');
    return found;
  }

  /** As the inbox counts them: one that was sent back waits for its agent, one that is decided for its machine. */
  async waiting(): Promise<readonly Waiting[]> {
    const gates = ((await this.#answer('/api/gates?state=waiting')) as Waiting[] | undefined) ?? [];
    return gates.filter(
      ({ decision, changes_requested }) =>
        !changes_requested && (!decision || CAME_TO_NOTHING.has(decision.state)),
    );
  }

  async #answer(path: string): Promise<unknown> {
    try {
      const response = await fetch(this.#url + path, { headers: this.#headers() });
      return response.ok ? await response.json() : undefined;
    } catch (error) {
      if (error instanceof TypeError) return undefined; // not listening yet
      throw error;
    }
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#key}` };
  }

  async #until(condition: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
    while (!(await condition())) await wait(POLL_MS, undefined, { signal });
  }
}
