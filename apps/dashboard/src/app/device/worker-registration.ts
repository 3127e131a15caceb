/** Angular's worker keeps its files under names that begin so. */
const KEPT_BY_WORKER = /^ngsw:/;

/** Whether this page comes from the worker. */
export function hasWorker(): boolean {
  return 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null;
}

/** Takes the service worker away with everything it keeps; the next load brings a new one. */
export async function dropWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  for (const registration of await navigator.serviceWorker.getRegistrations())
    await registration.unregister();
  for (const name of await caches.keys()) if (KEPT_BY_WORKER.test(name)) await caches.delete(name);
}
