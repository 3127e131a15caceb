import type { WebhookEvent } from '@codev-hq/protocol';
import type { PushMessage } from './push-sender.js';

/** What one delivery says: to a person in a line or two, to a program event by event. Paths are HQ's, not yet addresses. */
export interface DeliveryPayload extends PushMessage {
  readonly events: readonly WebhookEvent[];
}
