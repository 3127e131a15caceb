import { Problem } from '../http/problem.js';
import type { Principal } from '../people/principal.js';

/** Whose devices and preferences a caller speaks of: a key that speaks for nobody has none. */
export function personOf(caller: Principal): string {
  if (caller.kind === 'person' || caller.keyId !== caller.id) return caller.id;
  const error = 'Notifications are a person’s. Sign in, or use a key that was made with --person.';
  throw new Problem({ code: 'FORBIDDEN', error });
}
