import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { HqConfig } from '../hq.config.js';
import type { PushDeviceRow } from '../persistence/notification-tables.js';
import { post, type Posted } from './outgoing-post.js';
import { VapidKeys } from './vapid-keys.js';

/** Seconds that a push service keeps it for a device that is off: older news is not news. */
const TIME_TO_LIVE = 12 * 3600;

/** What a browser is shown, in the shape Angular's service worker takes. No text of a status file or artifact is in it. */
export interface PushMessage {
  readonly title: string;
  readonly body: string;
  /** A newer message with the same tag takes the older one's place. */
  readonly tag: string;
  /** A path on HQ. */
  readonly url: string;
}

/** Encrypts a message for one device and hands it to the device's push service. */
@Injectable()
export class PushSender implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly config: HqConfig,
    private readonly keys: VapidKeys,
  ) {}

  onModuleDestroy(): void {
    this.stopping.abort(new Error('HQ is stopping.'));
  }

  async send(device: PushDeviceRow, message: PushMessage): Promise<Posted> {
    // Loaded with the first message: most starts of HQ send none for a while.
    const { default: webPush } = await import('web-push');
    const pair = await this.keys.pair();
    const { endpoint, p256dh, auth } = device;
    const sealed = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(shown(message)),
      {
        TTL: TIME_TO_LIVE,
        urgency: 'high',
        contentEncoding: 'aes128gcm',
        vapidDetails: {
          subject: await this.keys.contact(),
          publicKey: pair.public_key,
          privateKey: pair.private_key,
        },
      },
    );
    const outgoing = {
      url: new URL(endpoint),
      headers: { ...sealed.headers },
      body: sealed.body,
      outsideOnly: !this.config.pushOwnNetwork,
    };
    return post(outgoing, this.stopping.signal);
  }
}

/** The dashboard's own pictures: without them a phone shows the browser's. */
const PICTURES = { icon: '/icons/icon-192.png', badge: '/icons/badge-96.png' };

function shown({ title, body, tag, url }: PushMessage): object {
  const data = { onActionClick: { default: { operation: 'navigateLastFocusedOrOpen', url } } };
  return { notification: { title, body, tag, renotify: true, ...PICTURES, data } };
}
