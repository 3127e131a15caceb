import type { WaitingGate } from '@codev-hq/protocol';
import type { Person } from '../../testing/browser.ts';
import type { Hq } from '../../testing/hq.ts';

/** A person of the team who decides by a script's key, so that the past needs no browser. */
export class Approver {
  readonly person: Person;
  readonly hq: Hq;
  readonly #key: string;

  private constructor(person: Person, hq: Hq, key: string) {
    this.person = person;
    this.hq = hq;
    this.#key = key;
  }

  static async of(hq: Hq, person: Person): Promise<Approver> {
    await hq.link(person.name, person.email);
    const scopes = ['--scopes', 'read,approve'];
    const name = `${person.name.split(' ')[0]?.toLowerCase() ?? ''}s script`;
    const key = await hq.cli('keys', 'create', '--name', name, ...scopes, '--person', person.email);
    return new Approver(person, hq, key);
  }

  async decides(kind: 'approve' | 'reject', gate: WaitingGate, comment?: string): Promise<void> {
    const { instance_id, project_path, project_id, status_file, worktree, digest, artifacts = [] } = gate;
    const bound = artifacts.flatMap(({ path, digest: of }) => (of ? [{ path, digest: of }] : []));
    const answer = await this.#post(`/api/${kind}`, {
      ...{ instance_id, project_path, project_id, status_file, worktree, gate: gate.gate },
      expected: { gate_digest: digest, artifacts: bound },
      wait: 20_000,
      ...(comment && { comment }),
    });
    if (answer['state'] !== 'applied')
      throw new Error(`${this.person.name} could not decide ${gate.project_id}: ${JSON.stringify(answer)}`);
  }

  async #post(path: string, body: object): Promise<Record<string, unknown>> {
    const response = await fetch(this.hq.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  }
}
