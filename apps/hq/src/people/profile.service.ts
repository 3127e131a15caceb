import { Injectable } from '@nestjs/common';
import type { PersonChange, PersonView, Refusal } from '@codev-hq/protocol';
import { role } from '@codev-hq/protocol';
import type { AuditEntry } from '../persistence/audit.repository.js';
import { SessionRepository } from '../persistence/session.repository.js';
import type { PersonRow } from '../persistence/tables.js';
import { PeopleFacts } from './people-facts.js';
import { isAlike, isHqsOwn, plain } from './names-alike.js';
import { actorOf, type Principal } from './principal.js';
import { StandingCredentials } from './standing-credentials.js';

/** Who people are. A name stands in commits beside HQ's proof, so nobody takes another's. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly people: SessionRepository,
    private readonly credentials: StandingCredentials,
    private readonly facts: PeopleFacts,
  ) {}

  async list(caller: Principal): Promise<PersonView[]> {
    const [people, counts] = await Promise.all([this.people.people(), this.people.counts(Date.now())]);
    return people.map((person) => view(person, counts.get(person.id), caller));
  }

  async change(caller: Principal, personId: string, change: PersonChange): Promise<Refusal | PersonRow> {
    const everybody = await this.people.people();
    const person = everybody.find(({ id }) => id === personId);
    if (!person) return nobody(personId);
    const others = everybody.filter(({ id }) => id !== personId);
    const name = change.name?.trim().normalize('NFC') ?? person.name;
    const email = change.email === undefined ? person.email : change.email;
    if (name !== person.name && email === null && personId === caller.id) return knownByName();
    if (name !== person.name && isHqsOwn(name)) return hqsOwn(name);
    const taken = takenBy(others, name, email);
    if (taken) return taken;
    if (name === person.name && email === person.email) return person;
    const details = {
      person: personId,
      ...(name !== person.name && { name, name_before: person.name }),
      ...(email !== person.email && { email, email_before: person.email }),
    };
    const entry: AuditEntry = { actor: actorOf(caller), event: 'person-changed', details };
    await this.people.change(personId, { name, email }, Date.now(), entry);
    return { ...person, name, email };
  }

  /** Nobody can take away the last who could bring somebody back, or the ground they stand on. */
  async remove(caller: Principal, personId: string): Promise<Refusal | undefined> {
    const everybody = await this.people.people();
    const person = everybody.find(({ id }) => id === personId);
    if (!person || person.removed_at !== null) return nobody(personId);
    if (personId === caller.id) return { code: 'CONFLICT', error: 'You cannot remove yourself.' };
    const admins = everybody.filter((one) => one.role === 'admin' && one.removed_at === null);
    if (person.role === 'admin' && admins.length === 1) {
      return { code: 'CONFLICT', error: `${person.name} is the only administrator and stays.` };
    }
    const details = { person: personId, name: person.name };
    await this.people.remove(personId, Date.now(), {
      actor: actorOf(caller),
      event: 'person-removed',
      details,
    });
    this.credentials.changed();
    this.facts.removed.next({ id: personId, name: person.name });
    return undefined;
  }
}

function view(
  person: PersonRow,
  counted: { sessions: number; lastSeen: number } | undefined,
  caller: Principal,
): PersonView {
  return {
    person_id: person.id,
    name: person.name,
    ...(person.email && { email: person.email }),
    role: role.parse(person.role),
    created_at: new Date(person.created_at).toISOString(),
    ...(counted && { last_seen_at: new Date(counted.lastSeen).toISOString() }),
    sessions: counted?.sessions ?? 0,
    me: person.id === caller.id,
    ...(person.removed_at !== null && { removed_at: new Date(person.removed_at).toISOString() }),
  };
}

function takenBy(others: readonly PersonRow[], name: string, email: string | null): Refusal | undefined {
  if (others.some((other) => isAlike(name, other.name) || isAlike(name, other.email))) {
    return { code: 'CONFLICT', error: `Somebody else here is called “${name}”. Choose another name.` };
  }
  if (email !== null && others.some((other) => other.email !== null && plain(email) === plain(other.email))) {
    return { code: 'CONFLICT', error: `Somebody else here has the address ${email}.` };
  }
  return undefined;
}

function hqsOwn(name: string): Refusal {
  const error = `HQ itself is called “${name}” where people see who did something. Choose another name.`;
  return { code: 'CONFLICT', error };
}

/** A later link for that name is theirs: whoever could take another's would be given that person's place, or give theirs. */
function knownByName(): Refusal {
  const error =
    'HQ knows you by your name as long as you have no email address. ' +
    'Ask the owner for a link with your address, then change it.';
  return { code: 'CONFLICT', error };
}

function nobody(personId: string): Refusal {
  return { code: 'NOT_FOUND', error: `There is no person ${personId}. GET /api/people lists them.` };
}
