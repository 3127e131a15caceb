import type * as z from 'zod/mini';
import { askHq } from './hq-http';
import { reading, type Reading } from './reading';

/** Something of HQ's own that a page shows and changes. */
export interface HqResource<T> extends Omit<Reading<T>, 'again'> {
  readonly reload: () => void;
}

/** Asks HQ for a path, anew when the path changes and when HQ comes back. `undefined`: not yet. */
export function hqResource<T>(path: () => string | undefined, schema: z.ZodMiniType<T>): HqResource<T> {
  const { again, ...read } = reading({
    params: path,
    ask: (asked, signal) => askHq(asked, schema, { withProof: true, signal }),
  });
  return { ...read, reload: again };
}
