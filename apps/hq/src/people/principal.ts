import type { Approver, Role } from '@codev-hq/protocol';

/** What a credential may do. `connector` never comes together with `approve` or `admin` (protocol section 8). */
export const SCOPES = ['connector', 'read', 'approve', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** What the key of HQ's environment is called. */
export const ENVIRONMENT_KEY_NAME = 'CODEV_HQ_API_KEY';

/** Who is asking, as far as a credential proves it. */
export interface Principal {
  readonly kind: 'person' | 'key';
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly role?: Role;
  /** The key that was shown, when it was not a session. */
  readonly keyId?: string;
  readonly keyName?: string;
  /** The hash of the secret that was shown with it: a key that is rotated has another. Absent for the environment's key. */
  readonly keyHash?: string;
  /** The session, when it was one. Not a secret: the hash of one. */
  readonly sessionId?: string;
  /** The session's cookie came without the page's secret: from that page, or from whoever else the cookie reaches. */
  readonly byCookieAlone?: true;
  readonly scopes: readonly Scope[];
}

/** A person with a browser, and not a key. */
export function isSignedIn(principal: Principal): principal is Principal & { readonly sessionId: string } {
  return principal.sessionId !== undefined;
}

export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read'],
  approver: ['read', 'approve'],
  admin: ['read', 'approve', 'admin'],
};

/** How the audit log names a caller: nobody can take an id that is read as another kind's. */
export function actorOf(principal: Principal): string {
  const key = principal.keyId === undefined ? '' : ` by key:${principal.keyId}`;
  return principal.kind === 'key' && principal.keyId === principal.id
    ? `key:${principal.id}`
    : `person:${principal.id}${key}`;
}

/** The name a decision is recorded under. */
export function approverOf(principal: Principal): Approver {
  const { id, name, email } = principal;
  return { id, name, ...(email !== undefined && { email }) };
}
