interface WithScheduler {
  readonly scheduler?: { readonly yield?: () => Promise<void> };
}

/** Between two pieces of work the page gets a turn: what was pressed answers, and what is drawn is seen. */
export function pageTurn(): Promise<void> {
  const { scheduler } = globalThis as WithScheduler;
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** So long a browser that always has something to do is waited for. */
const IDLE_AT_MOST_MS = 2000;

/** Until the browser has nothing to do: for what nobody waits for. */
export function idleMoment(): Promise<void> {
  return new Promise((resolve) => {
    // Safari has no idle callback.
    if ('requestIdleCallback' in globalThis)
      requestIdleCallback(() => resolve(), { timeout: IDLE_AT_MOST_MS });
    else setTimeout(resolve, 0);
  });
}

/** Milliseconds after which a page is read, and nobody waits for it any more. */
const READ_MEANWHILE = 3000;

/** When a page has been read for a while and the browser has nothing to do. */
export async function quietBrowser(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, READ_MEANWHILE));
  await idleMoment();
}
