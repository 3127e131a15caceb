import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { importJWK, jwtVerify } from 'jose';
import type { DeviceRequest } from '@codev-hq/protocol';
import type { Received } from './receiver.js';

/** A browser's end of web push: keys of its own, and what RFC 8291 and RFC 8292 say about reading and checking. */
export class PushBrowser {
  private readonly curve = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(readonly endpoint: string) {
    this.curve.generateKeys();
  }

  get subscription(): DeviceRequest {
    const keys = {
      p256dh: this.curve.getPublicKey('base64url', 'uncompressed'),
      auth: this.auth.toString('base64url'),
    };
    return { endpoint: this.endpoint, expirationTime: null, keys };
  }

  /** The notification in a push, decrypted. */
  read(push: Received): { notification: Record<string, unknown> } {
    if (push.headers['content-encoding'] !== 'aes128gcm') throw new Error('Not aes128gcm.');
    const { body } = push;
    const salt = body.subarray(0, 16);
    const sender = body.subarray(21, 21 + body.readUInt8(20));
    const sealed = body.subarray(21 + body.readUInt8(20));
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.curve.getPublicKey(), sender]);
    const secret = derive(this.curve.computeSecret(sender), this.auth, info, 32);
    const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return JSON.parse(padded.subarray(0, padded.lastIndexOf(2)).toString()) as ReturnType<
      PushBrowser['read']
    >;
  }
}

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

function derive(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}
