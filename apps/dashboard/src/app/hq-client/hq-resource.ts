import { computed, effect, inject, linkedSignal, resource, untracked, type Signal } from '@angular/core';
import type * as z from 'zod/mini';
import { askHq, type HqTrouble } from './hq-http';
import { LiveHq } from './live-hq';
import { Session } from './session';

/** Something that HQ has, as this page knows it: there, on its way, or why not. */
export interface HqResource<T> {
  /** What came last, kept while newer is on its way. */
  readonly value: Signal<T | undefined>;
  readonly trouble: Signal<HqTrouble | null>;
  readonly loading: Signal<boolean>;
  readonly reload: () => void;
  /** What an answer to something else has told, so that it is seen without asking. */
  readonly learn: (value: T) => void;
}

/** Asks HQ for a path, anew when the path changes and when HQ comes back. `undefined`: not yet. */
export function hqResource<T>(path: () => string | undefined, schema: z.ZodMiniType<T>): HqResource<T> {
  const session = inject(Session);
  const live = inject(LiveHq);
  const answer = resource({
    params: path,
    loader: async ({ params, abortSignal }) => {
      const heard = await askHq(params, schema, { withProof: true, signal: abortSignal });
      if (!heard.ok && heard.trouble.kind === 'signed-out') session.ended();
      return heard;
    },
  });
  const asked = computed(() => (answer.hasValue() ? answer.value() : undefined));
  const value = linkedSignal<T | undefined, T | undefined>({
    source: () => {
      const heard = asked();
      return heard?.ok ? heard.value : undefined;
    },
    computation: (heard, before) => heard ?? before?.value,
  });
  const trouble = computed(() => {
    const heard = asked();
    return heard && !heard.ok ? heard.trouble : null;
  });
  effect(() => {
    if (live.connection() === 'live' && untracked(trouble)?.kind === 'unreachable') answer.reload();
  });
  return {
    value: value.asReadonly(),
    trouble,
    loading: answer.isLoading,
    reload: () => void answer.reload(),
    learn: (known) => value.set(known),
  };
}
