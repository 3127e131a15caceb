import { Injectable } from '@nestjs/common';
import {
  keyScope,
  type CreatedKey,
  type CreateKeyRequest,
  type KeyView,
  type Refusal,
} from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import { ApiKeyRepository } from '../persistence/api-key.repository.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import type { ApiKeyRow } from '../persistence/tables.js';
import { ApiKeysService, ENVIRONMENT_KEY_ID } from './api-keys.service.js';
import { actorOf, ENVIRONMENT_KEY_NAME, type Principal, type Scope } from './principal.js';
import { StandingCredentials } from './standing-credentials.js';

type Instances = KeyView['instances'];

/** Keys as the owner sees and makes them on a page. */
@Injectable()
export class KeyDesk {
  constructor(
    private readonly config: HqConfig,
    private readonly keys: ApiKeysService,
    private readonly stored: ApiKeyRepository,
    private readonly people: PeopleRepository,
    private readonly credentials: StandingCredentials,
  ) {}

  async list(): Promise<KeyView[]> {
    const [rows, owned] = await Promise.all([this.keys.list(), this.owned()]);
    const views = await Promise.all(rows.map((row) => this.view(row, owned.get(row.id))));
    if (this.config.apiKey === undefined) return views;
    const fixed: KeyView = {
      key_id: ENVIRONMENT_KEY_ID,
      name: ENVIRONMENT_KEY_NAME,
      scopes: ['connector'],
      fixed: true,
      instances: owned.get(ENVIRONMENT_KEY_ID) ?? [],
    };
    return [fixed, ...views];
  }

  /** A key may do at most what its maker may, or be a connector's; and it never speaks for another person. */
  async create(caller: Principal, request: CreateKeyRequest): Promise<Refusal | CreatedKey> {
    const beyond = scopeBeyond(caller, request.scopes);
    if (beyond !== undefined) {
      const error = `You cannot make a key with the scope "${beyond}", which you do not hold yourself.`;
      return { code: 'FORBIDDEN', error };
    }
    const person = request.mine ? await this.people.personById(caller.id) : undefined;
    if (request.mine && (!person || request.scopes.includes('connector'))) {
      const error = person
        ? 'A connector’s key belongs to its machine, not to a person.'
        : 'This key speaks for nobody, so it cannot make keys in a person’s name.';
      return { code: 'INVALID_MESSAGE', error };
    }
    const scopes = [...new Set(request.scopes)];
    const made = await this.keys.make(request.name, scopes, person, actorOf(caller));
    return made.ok ? this.shown(made.id, made.key) : made.refusal;
  }

  /** Whoever rotates a key holds its new secret: what they may not make, they may not rotate. Revoking stays possible. */
  async rotate(caller: Principal, id: string): Promise<Refusal | CreatedKey> {
    if (id === ENVIRONMENT_KEY_ID) return fixed();
    const row = await this.stored.byId(id);
    const refusal = row && mayNotHold(caller, row);
    if (refusal) return refusal;
    const rotated = await this.keys.rotate(id, actorOf(caller));
    if (!rotated.ok) return rotated.refusal;
    this.credentials.changed();
    return this.shown(id, rotated.key);
  }

  async revoke(caller: Principal, id: string): Promise<Refusal | undefined> {
    if (id === ENVIRONMENT_KEY_ID) return fixed();
    const refusal = await this.keys.revoke(id, actorOf(caller));
    if (!refusal) this.credentials.changed();
    return refusal;
  }

  private async shown(id: string, key: string): Promise<CreatedKey> {
    const row = await this.stored.byId(id);
    if (!row) throw new Error(`The key ${id} was stored and is not there.`);
    return { ...(await this.view(row, (await this.owned()).get(id))), key };
  }

  private async view(row: ApiKeyRow, instances: Instances = []): Promise<KeyView> {
    const person = row.person_id === null ? undefined : await this.people.personById(row.person_id);
    return {
      key_id: row.id,
      name: row.name,
      scopes: scopesOf(row),
      ...(person && { person: { id: person.id, name: person.name } }),
      created_at: iso(row.created_at),
      ...(row.last_used_at !== null && { last_used_at: iso(row.last_used_at) }),
      ...(row.revoked_at !== null && { revoked_at: iso(row.revoked_at) }),
      fixed: false,
      instances,
    };
  }

  private async owned(): Promise<Map<string, Instances>> {
    const rows = await this.stored.instances();
    const byOwner = Map.groupBy(rows, (row) => row.owner);
    return new Map(
      Array.from(byOwner, ([owner, of]) => [
        owner,
        of.map(({ instance_id, name }) => ({ instance_id, instance_name: name })),
      ]),
    );
  }
}

/** Why a caller must not hold this key's secret. */
function mayNotHold(caller: Principal, key: ApiKeyRow): Refusal | undefined {
  if (key.person_id !== null && key.person_id !== caller.id) {
    const error =
      'This key speaks for another person, and only they may have its secret. Revoke it, and they make another.';
    return { code: 'FORBIDDEN', error };
  }
  const beyond = scopeBeyond(caller, scopesOf(key));
  if (beyond === undefined) return undefined;
  const error = `You cannot rotate a key with the scope "${beyond}", which you do not hold yourself.`;
  return { code: 'FORBIDDEN', error };
}

/** A connector's key is its machine's: whoever makes keys may make one. */
function scopeBeyond(caller: Principal, scopes: readonly Scope[]): Scope | undefined {
  return scopes.find((scope) => scope !== 'connector' && !caller.scopes.includes(scope));
}

const scopesOf = (row: ApiKeyRow) =>
  row.scopes.split(',').flatMap((scope) => keyScope.safeParse(scope).data ?? []);

function fixed(): Refusal {
  const error = 'CODEV_HQ_API_KEY is set where HQ runs. Change it there and start HQ again.';
  return { code: 'CONFLICT', error };
}

const iso = (ms: number) => new Date(ms).toISOString();
