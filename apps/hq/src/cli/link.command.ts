import { profileChange } from '@codev-hq/protocol';
import type { HqConfig } from '../hq.config.js';
import { PeopleService } from '../people/people.service.js';
import { inCommandContext } from './command-context.js';
import { readFlags, UsageError } from './usage.js';

const OWNERS_LINK =
  'Nobody has signed in yet, so this link is the owner’s, who may do everything. It is the only one that works.\n';

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
  if (invited.asOwner) process.stderr.write(OWNERS_LINK);
  return 0;
}
