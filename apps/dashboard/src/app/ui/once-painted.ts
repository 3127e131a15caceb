import { DOCUMENT, effect, inject, PendingTasks, signal, untracked, type Signal } from '@angular/core';
import { nextPaint } from './next-paint';

/** A value that comes a frame late, for what takes longer to draw than a finger should wait for. */
export interface OncePainted<T> {
  readonly value: Signal<T>;
  /** Where what is decided now must not be decided by what was. */
  readonly catchUp: () => void;
}

/** Follows `source` when what that changed at once has been painted. To be called where things can be injected. */
export function oncePainted<T>(source: Signal<T>, before: T): OncePainted<T> {
  const value = signal(before);
  const view = inject(DOCUMENT).defaultView;
  const tasks = inject(PendingTasks);
  const catchUp = () => value.set(untracked(source));
  effect(() => {
    if (source() === untracked(value)) return;
    tasks.run(async () => {
      if (view) await nextPaint(view);
      catchUp();
    });
  });
  return { value: value.asReadonly(), catchUp };
}
