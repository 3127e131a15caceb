declare global {
  /** In the page: what it has felt like so far. */
  var vitals: {
    /** Largest Contentful Paint, in milliseconds. */
    lcp: number;
    /** The slowest interaction since it was last asked, from the touch to the next paint, in milliseconds. */
    slowest: () => number;
  };
}

/** Runs in the page, before its own scripts. */
export function collectVitals(): void {
  let slowest = 0;
  globalThis.vitals = {
    lcp: 0,
    slowest: () => {
      take(events.takeRecords());
      const found = slowest;
      slowest = 0;
      return found;
    },
  };
  const take = (entries: PerformanceEntryList) => {
    for (const entry of entries)
      // What is no interaction of a person has no number.
      if ('interactionId' in entry && entry.interactionId !== 0) slowest = Math.max(slowest, entry.duration);
  };
  const events = new PerformanceObserver((list) => {
    take(list.getEntries());
  });
  const all: PerformanceObserverInit & { durationThreshold: number } = {
    type: 'event',
    durationThreshold: 16,
    buffered: true,
  };
  events.observe(all);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.vitals.lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
}
