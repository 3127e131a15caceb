import { importJWK, jwtVerify } from 'jose';
import type { Received } from './receiver.js';

/** What HQ says of itself to the push service; throws unless it is signed with this key, for this service, and fresh. */
export async function checkVapid(push: Received, publicKey: string, audience: string) {
  const [, token, key] = /^vapid t=(\S+), k=(\S+)$/.exec(push.headers.authorization ?? '') ?? [];
  if (token === undefined || key !== publicKey) throw new Error('Not HQ’s key.');
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return (await jwtVerify(token, await importJWK(jwk, 'ES256'), { audience })).payload;
}
