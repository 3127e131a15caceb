import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { role, type Role } from '@codev-hq/protocol';
import type { AuditEntry } from '../persistence/audit.repository.js';
import { PeopleRepository, type Identity } from '../persistence/people.repository.js';
import type { PersonRow } from '../persistence/tables.js';
import { deviceOf } from './device.js';
import { OwnAddress } from './own-address.js';
import { hashSecret, newSecret } from './secret.js';

const LINK_LIFETIME = 15 * 60 * 1000;
const SESSION_LIFETIME = 30 * 24 * 3600 * 1000;
const TOUCH_EVERY = 10 * 60 * 1000;

export interface SignedIn {
  readonly person: PersonRow;
  readonly role: Role;
  readonly expiresAt: number;
  readonly pageHash: string;
  readonly sessionId: string;
}

/** Cookies reach every port of a host, so a session has a second secret that only HQ's own page can read. */
export interface SessionSecrets {
  readonly cookie: string;
  readonly page: string;
}

export interface Invitation {
  readonly link: string;
  /** Only while nobody has ever signed in. */
  readonly unclaimed?: Unclaimed;
}

/** Whose HQ it is going to be. */
export interface Unclaimed {
  readonly owner: Identity;
  /** The link is the owner's, and no other works. */
  readonly asOwner: boolean;
  /** Who was to be the owner until now. */
  readonly before?: Identity;
}

/** People, the links they sign in by and the sessions that follow. Secrets are stored as hashes only. */
@Injectable()
export class PeopleService {
  constructor(
    private readonly people: PeopleRepository,
    private readonly address: OwnAddress,
  ) {}

  /**
   * A one-time sign-in link for a person, good for 15 minutes; the person is added when the address is new. As long as
   * nobody has signed in it is the owner's, as {@link invite} says. The token stands behind `#`, so that it reaches no
   * server log and no previewer of links can use it up.
   */
  async link(name: string, email: string | undefined): Promise<string> {
    return (await this.invite(name, email)).link;
  }

  /**
   * As {@link link}. As long as nobody has ever signed in, each link is the owner's and puts whoever it names in the
   * owner's place, so that a mistyped name or address is mended by another link. Only an owner in whose name a key
   * speaks stays: what it decides is signed with that name. Then others become approvers.
   */
  async invite(name: string, email: string | undefined): Promise<Invitation> {
    const known = await this.known(name, email);
    const owner = (await this.people.anybodySignedIn()) ? undefined : await this.people.owner();
    if (owner && (known?.id === owner.id || !(await this.people.hasKey(owner.id)))) {
      const settled = await this.inviteOwner(owner, known ?? owner, {
        name,
        email: email ?? known?.email ?? null,
      });
      // Not when somebody has signed in since: then it is as after every other sign-in.
      return settled ?? this.invite(name, email);
    }
    const person = known ?? (await this.add(name, email));
    if (known) await this.people.setIdentity(known.id, name, email ?? known.email);
    const link = await this.linkFor({ ...person, name }, 'command line');
    if (owner) return { link, unclaimed: { owner, asOwner: false } };
    const isFirst = !known && person.role === 'admin';
    return isFirst ? { link, unclaimed: { owner: person, asOwner: true } } : { link };
  }

  /** A link for the owner while nobody has ever signed in, so that a first start always has a door. */
  async ownerLink(): Promise<string | undefined> {
    if (await this.people.anybodySignedIn()) return undefined;
    const owner = await this.people.owner();
    if (owner) return this.linkFor(owner, 'first start');
    return this.link(userInfo().username, undefined);
  }

  /** Trades a link's token for a session's. Undefined when the link is unknown, used or too old. */
  async signIn(token: string, userAgent: string): Promise<SessionSecrets | undefined> {
    const tokenHash = hashSecret(token);
    const link = await this.people.linkByHash(tokenHash);
    if (!link) return undefined;
    const secrets = { cookie: newSecret(), page: newSecret() };
    const now = Date.now();
    const session = {
      token_hash: hashSecret(secrets.cookie),
      page_hash: hashSecret(secrets.page),
      person_id: link.person_id,
      created_at: now,
      expires_at: now + SESSION_LIFETIME,
      last_seen_at: now,
      user_agent: userAgent.slice(0, 300),
    };
    const entry: AuditEntry = {
      actor: `person:${link.person_id}`,
      event: 'signed-in',
      details: {
        person: link.person_id,
        device: deviceOf(userAgent).words,
        ...(link.handover_id && { handover: link.handover_id }),
      },
    };
    return (await this.people.useLink(tokenHash, session, entry)) ? secrets : undefined;
  }

  /** Whose session this is; undefined for an unknown or expired one, or a removed person's. Using a session keeps it alive. */
  async session(secret: string): Promise<SignedIn | undefined> {
    const found = await this.people.session(hashSecret(secret));
    const now = Date.now();
    if (!found || found.session.expires_at <= now || found.person.removed_at !== null) return undefined;
    const { session, person } = found;
    if (now - session.last_seen_at > TOUCH_EVERY) {
      await this.people.touchSession(session.token_hash, now, now + SESSION_LIFETIME);
    }
    return {
      person,
      role: role.parse(person.role),
      expiresAt: session.expires_at,
      pageHash: session.page_hash,
      sessionId: session.token_hash,
    };
  }

  /** By address; by name those without one, so that who gets an address later stays who they were. */
  private async known(name: string, email: string | undefined): Promise<PersonRow | undefined> {
    const byAddress = email === undefined ? undefined : await this.people.personByEmail(email);
    return byAddress ?? (await this.people.withoutEmail(name));
  }

  /** `person` is the owner from now on, in place of `before`, who may be the same. */
  private async inviteOwner(
    before: PersonRow,
    person: PersonRow,
    identity: Identity,
  ): Promise<Invitation | undefined> {
    const owner = { ...person, ...identity };
    const change = ownerChange(before, owner);
    if (!(await this.people.settleOwner(before.id, owner, change))) return undefined;
    const link = await this.linkFor(owner, 'command line');
    return { link, unclaimed: { owner, asOwner: true, ...(change && { before }) } };
  }

  private async linkFor(person: PersonRow, actor: string): Promise<string> {
    const token = newSecret();
    const now = Date.now();
    await this.people.addLink(
      {
        token_hash: hashSecret(token),
        person_id: person.id,
        created_at: now,
        expires_at: now + LINK_LIFETIME,
        used_at: null,
        handover_id: null,
        from_session: null,
        opened_session: null,
      },
      { actor, event: 'sign-in-link-created', details: { person: person.id, name: person.name } },
    );
    return `${this.address.publicUrl}/sign-in#${token}`;
  }

  private async add(name: string, email: string | undefined): Promise<PersonRow> {
    const first = !(await this.people.anybody());
    const person: PersonRow = {
      id: randomUUID(),
      name,
      email: email ?? null,
      role: first ? 'admin' : 'approver',
      created_at: Date.now(),
      removed_at: null,
    };
    const details = { person: person.id, name, role: person.role };
    await this.people.add(person, { actor: 'command line', event: 'person-added', details });
    return person;
  }
}

/** What the audit log says of another owner; undefined when it is the same under the same name and address. */
function ownerChange(before: PersonRow, { id, name, email }: PersonRow): AuditEntry | undefined {
  const details = {
    person: id,
    ...(id !== before.id && { role: 'admin' }),
    ...(name !== before.name && { name, name_before: before.name }),
    ...(email !== before.email && { email, email_before: before.email }),
  };
  if (Object.keys(details).length === 1) return undefined;
  return { actor: 'command line', event: 'person-changed', details };
}
