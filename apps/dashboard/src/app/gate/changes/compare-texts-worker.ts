/** Apart, because only the build knows this form. */
export function compareTextsWorker(): Worker {
  return new Worker(new URL('./compare-texts.worker', import.meta.url), { type: 'module' });
}
