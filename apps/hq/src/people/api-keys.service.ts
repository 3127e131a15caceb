import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { Refusal } from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import type { AuditEntry } from '../persistence/audit.repository.js';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import type { ApiKeyRow, PersonRow } from '../persistence/tables.js';
import { keyNameProblem } from './key-name.js';
import { ENVIRONMENT_KEY_NAME, SCOPES, type Principal, type Scope } from './principal.js';
import { hashSecret, newSecret, sameSecret } from './secret.js';

/** The identity of `CODEV_HQ_API_KEY`: changing its value keeps the instances it registered. */
export const ENVIRONMENT_KEY_ID = 'environment';

/** `last_used_at` is exact to this many milliseconds, so that a busy key does not write for each request. */
const TOUCH_EVERY = 60_000;

/** Who the audit log says it was, where nobody signs in. */
const COMMAND_LINE = 'command line';

export type KeyMade =
  | { readonly ok: true; readonly key: string; readonly id: string }
  | { readonly ok: false; readonly refusal: Refusal };

@Injectable()
export class ApiKeysService {
  constructor(
    private readonly config: HqConfig,
    private readonly keys: ApiKeyRepository,
    private readonly people: PeopleRepository,
  ) {}

  /** For the command line, where a key may be made in anybody's name. */
  async create(name: string, scopes: readonly string[], personEmail?: string): Promise<KeyMade> {
    const person = personEmail === undefined ? undefined : await this.people.personByEmail(personEmail);
    if (personEmail !== undefined && !person) {
      const error = `Nobody here has the address ${personEmail}. Make a sign-in link for them first.`;
      return { ok: false, refusal: { code: 'NOT_FOUND', error } };
    }
    if (person && person.removed_at !== null) {
      const error = `${person.name} was removed here, so no key speaks for them. A new sign-in link brings them back.`;
      return { ok: false, refusal: { code: 'CONFLICT', error } };
    }
    return this.make(name, scopes, person, COMMAND_LINE);
  }

  /**
   * Makes a key, `chq_<id>_<secret>`; the secret is shown this once and stored as a hash.
   * Refused for unknown scopes, for the name of HQ or of somebody else, and for `connector` together with `approve` or
   * `admin`: agents can read the connector's key, and an agent must never be able to approve.
   */
  async make(
    name: string,
    scopes: readonly string[],
    person: PersonRow | undefined,
    actor: string,
  ): Promise<KeyMade> {
    const problem = scopeProblem(scopes) ?? keyNameProblem(name, person, await this.people.all());
    if (problem) return { ok: false, refusal: { code: 'INVALID_MESSAGE', error: problem } };
    const id = randomBytes(6).toString('hex');
    const secret = newSecret();
    await this.keys.add(
      {
        id,
        name,
        scopes: scopes.join(','),
        secret_hash: hashSecret(secret),
        person_id: person?.id ?? null,
        created_at: Date.now(),
        last_used_at: null,
        revoked_at: null,
      },
      { actor, event: 'key-created', details: { key: id, name, scopes: scopes.join(',') } },
    );
    return { ok: true, key: `chq_${id}_${secret}`, id };
  }

  /** A new secret for the same key: what it registered stays its own. The old secret stops working at once. */
  async rotate(
    id: string,
    actor = COMMAND_LINE,
  ): Promise<{ ok: true; key: string } | { ok: false; refusal: Refusal }> {
    const key = await this.keys.byId(id);
    if (!key || key.revoked_at !== null) {
      const none = `There is no key ${id}. \`keys list\` shows them.`;
      const error = key ? `Key ${id} is revoked, and stays so. Make a new one.` : none;
      return { ok: false, refusal: { code: 'NOT_FOUND', error } };
    }
    const secret = newSecret();
    const entry: AuditEntry = { actor, event: 'key-rotated', details: { key: id, name: key.name } };
    await this.keys.setSecret(id, hashSecret(secret), Date.now(), entry);
    return { ok: true, key: `chq_${id}_${secret}` };
  }

  async list(): Promise<ApiKeyRow[]> {
    return this.keys.all();
  }

  async revoke(id: string, actor = COMMAND_LINE): Promise<Refusal | undefined> {
    const key = await this.keys.byId(id);
    if (!key) return { code: 'NOT_FOUND', error: `There is no key ${id}. \`keys list\` shows them.` };
    if (key.revoked_at !== null) return { code: 'NOT_FOUND', error: `Key ${id} is revoked already.` };
    await this.keys.revoke(id, Date.now(), {
      actor,
      event: 'key-revoked',
      details: { key: id, name: key.name },
    });
    return undefined;
  }

  /** Who a bearer key speaks for; undefined for a wrong or revoked one, and for that of a removed person. */
  async authenticate(key: string): Promise<Principal | undefined> {
    const fixed = this.config.apiKey;
    if (fixed !== undefined && sameSecret(key, hashSecret(fixed))) {
      const id = ENVIRONMENT_KEY_ID;
      return { kind: 'key', id, keyId: id, name: ENVIRONMENT_KEY_NAME, scopes: ['connector'] };
    }
    const match = /^chq_([0-9a-f]{12})_([\w-]{43})$/.exec(key);
    const row = match?.[1] === undefined ? undefined : await this.keys.byId(match[1]);
    if (!row || row.revoked_at !== null || !sameSecret(match?.[2] ?? '', row.secret_hash)) return undefined;
    const now = Date.now();
    if (now - (row.last_used_at ?? 0) > TOUCH_EVERY) await this.keys.touch(row.id, now);
    return this.principalOf(row);
  }

  /** Undefined for a key that speaks for somebody who was removed. */
  private async principalOf(row: ApiKeyRow): Promise<Principal | undefined> {
    const scopes = row.scopes
      .split(',')
      .filter((scope): scope is Scope => SCOPES.some((known) => known === scope));
    const person = row.person_id === null ? undefined : await this.people.personById(row.person_id);
    if (person && person.removed_at !== null) return undefined;
    // A key without a person decides under its own name: recorded as what it is, never as somebody.
    if (!person || scopes.includes('connector'))
      return { kind: 'key', id: row.id, ...keyOf(row), name: row.name, scopes };
    return {
      kind: 'key',
      id: person.id,
      ...keyOf(row),
      name: person.name,
      ...(person.email && { email: person.email }),
      scopes,
    };
  }
}

const keyOf = ({ id, name, secret_hash }: ApiKeyRow) => ({
  keyId: id,
  keyName: name,
  keyHash: secret_hash,
});

function scopeProblem(scopes: readonly string[]): string | undefined {
  const unknown = scopes.find((scope) => !SCOPES.some((known) => known === scope));
  if (unknown !== undefined) return `There is no scope "${unknown}". Choose from ${SCOPES.join(', ')}.`;
  if (scopes.length === 0) return `Give at least one scope of ${SCOPES.join(', ')}.`;
  if (
    scopes.includes('connector') &&
    scopes.length > 1 &&
    scopes.some((s) => s === 'approve' || s === 'admin')
  ) {
    return 'A connector key cannot approve: agents can read it. Make two keys.';
  }
  return undefined;
}
