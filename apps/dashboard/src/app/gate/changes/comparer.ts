import type { DiffFile } from './diff-model';

export interface Comparison {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Shorter ones are compared sooner than a worker starts. */
const LONG = 40_000;

/** What changed between two versions; null when they are too different to tell. The page stays responsive meanwhile. */
export async function compare(comparison: Comparison, signal?: AbortSignal): Promise<DiffFile | null> {
  const { path, before, after } = comparison;
  if (before.length + after.length > LONG && typeof Worker === 'function') {
    const { compareTextsWorker } = await import('./compare-texts-worker');
    return answerOf(compareTextsWorker(), comparison, signal);
  }
  return (await import('./compare-texts')).compareTexts(path, before, after);
}

function answerOf(worker: Worker, comparison: Comparison, signal?: AbortSignal): Promise<DiffFile | null> {
  return new Promise<DiffFile | null>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<DiffFile | null>) => resolve(data);
    worker.onerror = () => reject(new Error('The texts could not be compared.'));
    signal?.addEventListener('abort', () => reject(new Error('Nobody waits for it any more.')));
    worker.postMessage(comparison);
  }).finally(() => worker.terminate());
}
