import { createHmac, randomBytes } from 'node:crypto';
import { WEBHOOK_HEADERS } from '@codev-hq/protocol';

/** 256 bits, marked as what it is so that leak scanners know it. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}

/** The timestamp is signed along, so that a receiver can refuse what was recorded and is sent again. */
export function signedHeaders(
  secret: string,
  deliveryId: string,
  body: Buffer,
  now: number,
): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const mac = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  return {
    [WEBHOOK_HEADERS.id]: deliveryId,
    [WEBHOOK_HEADERS.timestamp]: timestamp,
    [WEBHOOK_HEADERS.signature]: `v1=${mac}`,
  };
}
