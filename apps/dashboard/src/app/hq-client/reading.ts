import { computed, effect, inject, linkedSignal, resource, untracked, type Signal } from '@angular/core';
import type { HqAnswer, HqTrouble } from './hq-http';
import { LiveHq } from './live-hq';
import { Session } from './session';

/** Something that is read of HQ and may be read again. */
export interface Reading<T> {
  /** The newest that was read of the same thing, kept while a newer one is on its way or does not come. */
  readonly value: Signal<T | undefined>;
  /** Why the newest could not be read. */
  readonly trouble: Signal<HqTrouble | null>;
  readonly loading: Signal<boolean>;
  readonly again: () => void;
  /** What an answer to something else has told, so that it is seen without asking. */
  readonly learn: (value: T) => void;
}

export interface ReadingOf<P, T> {
  /** What to read; whenever it changes, it is read anew. `undefined`: nothing yet. */
  readonly params: () => P | undefined;
  readonly ask: (params: P, signal: AbortSignal) => Promise<HqAnswer<T>>;
  /** Names what is read: a value is kept for as long as this stays. Without it a value is kept whatever is asked for. */
  readonly about?: (params: P) => string;
}

/** In an injection context: signals of what HQ answers, asked again when HQ is back. Who turns out to be signed out is led to the sign-in. */
export function reading<P, T>({ params, ask, about = () => '' }: ReadingOf<P, T>): Reading<T> {
  const session = inject(Session);
  const answer = resource({
    params,
    loader: async ({ params: asked, abortSignal }) => {
      const result = await ask(asked, abortSignal);
      if (!result.ok && result.trouble.kind === 'signed-out') void session.refresh();
      return { name: about(asked), result };
    },
  });
  const live = inject(LiveHq);
  effect(() => {
    const unanswered = untracked(() => answer.hasValue() && !answer.value().result.ok);
    if (live.connection() === 'live' && unanswered) answer.reload();
  });
  const wanted = computed(() => {
    const now = params();
    return now === undefined ? undefined : about(now);
  });
  const kept = linkedSignal<{ name: string; value: T } | undefined, { name: string; value: T } | undefined>({
    source: () => {
      const come = answer.value();
      return come?.result.ok ? { name: come.name, value: come.result.value } : undefined;
    },
    computation: (come, previous) => come ?? previous?.value,
  });
  return {
    value: computed(() => {
      const last = kept();
      return last && last.name === wanted() ? last.value : undefined;
    }),
    trouble: computed(() => {
      const come = answer.value();
      return come && !come.result.ok && come.name === wanted() ? come.result.trouble : null;
    }),
    loading: answer.isLoading,
    again: () => void answer.reload(),
    learn: (value) => {
      const name = untracked(wanted);
      if (name !== undefined) kept.set({ name, value });
    },
  };
}

/** A path with those of the parameters that say something. */
export function pathWith(
  path: string,
  params: Readonly<Record<string, string | number | undefined | null>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
