/**
 * HQ's service worker: Angular's, behind a door. What HQ says (and a one-time link) goes past it, never into a cache:
 * the network answers or fails, and the page says so itself.
 */
const PAST = /^\/(api|ws|health|sign-in)(\/|$)/;

self.addEventListener('fetch', (event) => {
  if (PAST.test(new URL(event.request.url).pathname)) event.stopImmediatePropagation();
});

importScripts('./ngsw-worker.js');
