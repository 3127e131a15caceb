import type { Type } from '@angular/core';
import type { Route } from '@angular/router';
import { pageTurn } from './ui/page-turn';

/**
 * A page by its script, which is fetched as soon as the address leads there: beside the question of who is looking, not after
 * it. Reading the script is one piece of work, drawing the page another.
 */
export function page<T>(
  fetched: () => Promise<T>,
  component: (script: T) => Type<unknown>,
): Pick<Route, 'canMatch' | 'loadComponent'> {
  const begin = () => {
    // What failed is met again, and told, when the page is to be drawn.
    fetched().catch(() => undefined);
    return true;
  };
  const loadComponent = async () => {
    const script = await fetched();
    await pageTurn();
    return component(script);
  };
  return { canMatch: [begin], loadComponent };
}
