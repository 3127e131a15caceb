import {
  afterNextRender,
  DestroyRef,
  inject,
  Injector,
  PendingTasks,
  signal,
  type Signal,
} from '@angular/core';
import { pageTurn } from './page-turn';

/**
 * For a page with much on it: counts from 0 up to `last`, and in between what was drawn is seen and can be used. To be
 * called where things can be injected.
 */
export function inTurns(last: number): Signal<number> {
  const turn = signal(0);
  const injector = inject(Injector);
  const life = inject(DestroyRef);
  const drawn = () =>
    new Promise<void>((resolve) => {
      afterNextRender(resolve, { injector });
      life.onDestroy(resolve);
    });
  const count = async () => {
    while (turn() < last) {
      await drawn();
      await pageTurn();
      if (life.destroyed) return;
      turn.update((before) => before + 1);
    }
  };
  inject(PendingTasks).run(count);
  return turn.asReadonly();
}
