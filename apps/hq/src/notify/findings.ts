import type { News } from './news.js';

/** What a watch found: what to tell, and subjects whose matter is over. */
export interface Findings {
  readonly news: readonly News[];
  readonly over: readonly string[];
}
