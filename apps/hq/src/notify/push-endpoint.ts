import { ECDH } from 'node:crypto';
import type { DeviceRequest } from '@codev-hq/protocol';
import { isOwnNetwork, writtenAddress } from './own-network.js';

/**
 * Why HQ will not send there, for people; undefined when it will. Whoever signs in may name an endpoint, so it must not be a
 * way to have HQ call inside its own network.
 */
export function endpointProblem(endpoint: string, ownNetwork: boolean): string | undefined {
  const url = URL.parse(endpoint);
  if (!url || url.username || url.password) return 'The endpoint is no address of a push service.';
  const address = writtenAddress(url);
  const inside = url.hostname === 'localhost' || (address !== undefined && isOwnNetwork(address));
  if (inside && !ownNetwork) {
    return 'The endpoint is inside HQ’s own network. Its owner can allow that: CODEV_HQ_PUSH_OWN_NETWORK=1.';
  }
  if (url.protocol !== 'https:' && !(inside && url.protocol === 'http:'))
    return 'The endpoint must be https.';
  return undefined;
}

/** A message can be encrypted for these keys: a point on the curve. */
export function canEncryptFor({ keys }: DeviceRequest): boolean {
  try {
    const point = ECDH.convertKey(keys.p256dh, 'prime256v1', 'base64url', 'hex', 'uncompressed');
    return point.length === 130;
  } catch {
    // Node has no other way to ask whether a point is one.
    return false;
  }
}
