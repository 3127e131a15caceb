import type { PersonRow } from '../persistence/tables.js';
import { isAlike, isHqsOwn } from './names-alike.js';

/**
 * Why a key may not be called so, if it may not: what it does is told, and committed, under its name, which must be nobody
 * else's. `owner`: the person in whose name it speaks.
 */
export function keyNameProblem(
  name: string,
  owner: PersonRow | undefined,
  everybody: readonly PersonRow[],
): string | undefined {
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name))
    return 'The name of this key holds a character that nobody sees. Leave it out.';
  if (isHqsOwn(name))
    return `HQ itself is called “${name}” where people see who did something. Name the key after what uses it.`;
  const isTaken = everybody.some(
    ({ id, name: theirs, email }) => id !== owner?.id && (isAlike(name, theirs) || isAlike(name, email)),
  );
  if (!isTaken) return undefined;
  return `Somebody here is called “${name}”, and a key must not look like them. Name it after what uses it.`;
}
