/** Whether this browser can be told at all, and if not, what stands in the way. */
export type PushAbility = 'able' | 'install-first' | 'insecure' | 'unsupported' | 'denied';

interface AppleNavigator {
  readonly standalone?: boolean;
}

export function pushAbility(hasWorker: boolean, permission: NotificationPermission): PushAbility {
  if (!globalThis.isSecureContext) return 'insecure';
  // An iPhone shows web pages' notifications only when they are on its home screen.
  const apple: AppleNavigator = navigator as AppleNavigator;
  if (apple.standalone === false && !('Notification' in globalThis)) return 'install-first';
  if (!hasWorker || !('PushManager' in globalThis)) return 'unsupported';
  return permission === 'denied' ? 'denied' : 'able';
}

/** As HQ makes it of an endpoint: SHA-256 in hexadecimal. */
export async function digestOfText(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether a subscription is for that key; a push service takes messages signed with no other. */
export function sameKey(subscription: PushSubscription, serverPublicKey: string): boolean {
  const key = subscription.options.applicationServerKey;
  return key !== null && base64Url(new Uint8Array(key)) === serverPublicKey.replace(/=+$/, '');
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
