import { DOCUMENT, inject } from '@angular/core';
import { Router, type CanMatchFn } from '@angular/router';
import { nextPaint } from '../ui/next-paint';

/**
 * Before another page is drawn, what was pressed answers on the screen: also on a slow phone a finger sees at once that it was
 * felt.
 */
export const afterPaint: CanMatchFn = async () => {
  const [router, view] = [inject(Router), inject(DOCUMENT).defaultView];
  if (router.navigated && view) await nextPaint(view);
  return true;
};
