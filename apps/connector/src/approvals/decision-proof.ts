import { isDeepStrictEqual } from 'node:util';
import { proofClaims, type ProofClaims, type PublicKey } from '@codev-hq/protocol';
import { compactVerify, importJWK } from 'jose';
import type { DecisionOrder } from './decision-order.js';

/**
 * Whether HQ signed exactly this decision. Answers what is wrong with it, or undefined when all is right. The keys are
 * the pinned ones: what the same connection says about itself proves nothing.
 */
export async function faultOfProof(
  order: DecisionOrder,
  keys: readonly PublicKey[],
  instanceId: string,
): Promise<string | undefined> {
  if (order.proof === undefined) return 'The decision came without a proof.';
  const payload = await verifiedPayload(order.proof, keys);
  if (!payload) return 'The proof is not signed by a key that this connector knows HQ by.';
  const claims = parseClaims(payload);
  if (!claims) return 'The proof does not say what was decided.';
  if (claims.exp === undefined)
    return 'The proof does not say until when it is good, and would be for ever. HQ has to name a time ("exp") in it.';
  const differing = differences(claims, order, instanceId);
  return differing.length > 0
    ? `The proof is for something else: ${differing.join(', ')} differ.`
    : undefined;
}

async function verifiedPayload(jws: string, keys: readonly PublicKey[]): Promise<Uint8Array | undefined> {
  for (const key of keys) {
    try {
      const verified = await compactVerify(jws, await importJWK(key, 'EdDSA'), {
        algorithms: ['EdDSA', 'Ed25519'],
      });
      return verified.payload;
    } catch {
      // Not by this key; another may fit.
      continue;
    }
  }
  return undefined;
}

function parseClaims(payload: Uint8Array): ProofClaims | undefined {
  try {
    return proofClaims.safeParse(JSON.parse(new TextDecoder().decode(payload))).data;
  } catch {
    return undefined;
  }
}

function differences(claims: ProofClaims, order: DecisionOrder, instanceId: string): string[] {
  const pairs: [string, unknown, unknown][] = [
    ['kind', claims.kind, order.kind],
    ['decision', claims.jti, order.decisionId],
    ['instance', claims.instance_id, instanceId],
    ['project', claims.project_path, order.projectPath],
    ['project id', claims.project_id, order.projectId],
    ['status file', claims.status_file, order.statusFile],
    ['worktree', claims.worktree, order.worktree],
    ['gate', claims.gate, order.gate],
    ['approver', claims.approver, order.approver],
    ['time', claims.decided_at, order.approvedAt],
    ['comment', claims.comment || undefined, order.comment || undefined],
    ['expectation', claims.expected, order.expected],
  ];
  return pairs.filter(([, signed, said]) => !isDeepStrictEqual(signed, said)).map(([name]) => name);
}
