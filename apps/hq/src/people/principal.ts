import type { Approver, Role } from '@codev-hq/protocol';

/** What a credential may do. `connector` never comes together with `approve` or `admin` (protocol section 8). */
export const SCOPES = ['connector', 'read', 'approve', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who is asking, as far as a credential proves it. */
export interface Principal {
  readonly kind: 'person' | 'key';
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly role?: Role;
  readonly scopes: readonly Scope[];
}

export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  viewer: ['read'],
  approver: ['read', 'approve'],
  admin: ['read', 'approve', 'admin'],
};

/** The name a decision is recorded under. */
export function approverOf(principal: Principal): Approver {
  const { id, name, email } = principal;
  return { id, name, ...(email !== undefined && { email }) };
}
