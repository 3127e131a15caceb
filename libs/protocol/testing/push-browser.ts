import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a push service got for a browser. */
export interface Push {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A browser's end of web push: keys of its own, and what RFC 8291 says about reading. */
export class PushBrowser {
  readonly endpoint: string;
  private readonly curve = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(endpoint: string) {
    this.endpoint = endpoint;
    this.curve.generateKeys();
  }

  /** As `PushSubscription.toJSON()` says it. */
  get subscription() {
    const keys = {
      p256dh: this.curve.getPublicKey('base64url', 'uncompressed'),
      auth: this.auth.toString('base64url'),
    };
    return { endpoint: this.endpoint, expirationTime: null, keys };
  }

  /** The message in a push, decrypted. */
  text({ headers, body }: Push): string {
    if (headers['content-encoding'] !== 'aes128gcm') throw new Error('Not aes128gcm.');
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
    return padded.subarray(0, padded.lastIndexOf(2)).toString();
  }

  /** The notification in a push. */
  read(push: Push): { notification: Record<string, unknown> } {
    return JSON.parse(this.text(push)) as { notification: Record<string, unknown> };
  }
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, length));
}
