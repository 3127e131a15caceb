import { profileChange } from '@codev-hq/protocol';
import type { HqConfig } from '../hq.config.js';
import { PeopleService, type Unclaimed } from '../people/people.service.js';
import { inCommandContext } from './command-context.js';
import { readFlags, UsageError } from './usage.js';

/** `link --name N [--email E]`: prints a one-time sign-in link, alone. */
export async function linkCommand(config: HqConfig, args: readonly string[]): Promise<number> {
  const { options } = readFlags(args, ['name', 'email'], []);
  const name = options.name?.trim();
  const email = options.email?.trim();
  if (!name) throw new UsageError('Write link --name "Ada Lovelace" --email ada@example.org.');
  const named = profileChange.safeParse({ name });
  if (!named.success) {
    const [why] = named.error.issues;
    throw new UsageError(
      `The name ${why?.message ?? 'cannot be used'}. It becomes the author of commits: type it again.`,
    );
  }
  if (email !== undefined && !/^[^\s@<>]+@[^\s@<>]+$/.test(email)) {
    throw new UsageError(`"${email}" is not an email address. It becomes the author's address of commits.`);
  }
  const invited = await inCommandContext(config, (context) => context.get(PeopleService).invite(name, email));
  process.stdout.write(`${invited.link}\n`);
  if (invited.unclaimed) process.stderr.write(`${inWords(invited.unclaimed)}\n`);
  return 0;
}

function inWords({ owner, asOwner, before }: Unclaimed): string {
  const who = identityInWords(owner);
  if (!asOwner) {
    return [
      `Nobody has signed in yet. ${who} is going to be the owner, because a key speaks in that name; this link makes an approver.`,
      'If it is mistyped, revoke that key before it is used, then make this link again.',
    ].join('\n');
  }
  return [
    'Nobody has signed in yet, so this link is the owner’s, who may do everything. It is the only one that works.',
    ...(before ? [`The owner is going to be ${who} now, no longer ${identityInWords(before)}.`] : []),
    'Sign in with it first, then make links for others.',
  ].join('\n');
}

function identityInWords({ name, email }: Unclaimed['owner']): string {
  return email === null ? name : `${name} <${email}>`;
}
