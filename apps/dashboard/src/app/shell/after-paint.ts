import { DOCUMENT, inject } from '@angular/core';
import { Router, type CanMatchFn } from '@angular/router';

/** A tab that nobody sees paints nothing: one goes on all the same. */
const AT_MOST_MS = 50;

/**
 * Before another page is drawn, what was pressed answers on the screen: also on a slow phone a finger sees at once that it was
 * felt.
 */
export const afterPaint: CanMatchFn = async () => {
  const [router, view] = [inject(Router), inject(DOCUMENT).defaultView];
  if (!router.navigated || !view) return true;
  await new Promise<void>((resolve) => {
    const timer = view.setTimeout(resolve, AT_MOST_MS);
    view.requestAnimationFrame(() =>
      // The frame itself is painted when its callbacks are done.
      view.setTimeout(() => {
        view.clearTimeout(timer);
        resolve();
      }),
    );
  });
  return true;
};
