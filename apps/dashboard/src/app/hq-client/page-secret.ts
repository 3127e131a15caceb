const KEY = 'codev-hq.page-secret';

/** Where the browser gives a page no storage: then the secret lives as long as the page. */
let inMemory: string | null = null;

/**
 * What HQ gave this page when it signed in, and wants back with everything that decides. Kept apart from the cookie on
 * purpose: a cookie reaches every port of its host, `localStorage` only this one.
 */
export function pageSecret(): string | null {
  return stored() ?? inMemory;
}

export function keepPageSecret(secret: string): void {
  inMemory = secret;
  withStorage((storage) => storage.setItem(KEY, secret));
}

export function forgetPageSecret(): void {
  inMemory = null;
  withStorage((storage) => storage.removeItem(KEY));
}

function stored(): string | null {
  return withStorage((storage) => storage.getItem(KEY));
}

/** A browser may refuse storage by throwing, on access as well as on use. */
function withStorage<T>(use: (storage: Storage) => T): T | null {
  try {
    return use(localStorage);
  } catch {
    return null;
  }
}
