import { BrowserStorage } from './browser-storage';

const KEY = 'codev-hq.page-secret';
const storage = new BrowserStorage(() => localStorage);

/**
 * What HQ gave this page when it signed in, and wants back with everything that decides. Kept apart from the cookie on
 * purpose: a cookie reaches every port of its host, `localStorage` only this one.
 */
export function pageSecret(): string | null {
  return storage.get(KEY);
}

export function keepPageSecret(secret: string): void {
  storage.put(KEY, secret);
}

export function forgetPageSecret(): void {
  storage.remove(KEY);
}
