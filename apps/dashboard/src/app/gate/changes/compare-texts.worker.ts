import { compareTexts } from './compare-texts';
import type { Comparison } from './comparer';

/** Comparing two long texts takes longer than a page may stand still. */
addEventListener('message', ({ data }: MessageEvent<Comparison>) => {
  postMessage(compareTexts(data.path, data.before, data.after));
});
