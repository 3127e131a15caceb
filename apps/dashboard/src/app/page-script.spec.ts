import { Component } from '@angular/core';
import { page } from './page-script';

@Component({ template: '' })
class Drawn {}

describe('a page’s script', () => {
  it('is asked for as soon as an address leads to the page, and drawn from once it is let in', async () => {
    const fetched = jest.fn(() => Promise.resolve({ Drawn }));
    const { canMatch, loadComponent } = page(fetched, (script) => script.Drawn);
    expect(fetched).not.toHaveBeenCalled();
    expect(begin(canMatch)).toBe(true);
    expect(fetched).toHaveBeenCalledTimes(1);
    await expect(loadComponent?.()).resolves.toBe(Drawn);
  });

  it('that cannot be fetched is met when the page is to be drawn, not before', async () => {
    const lost = new Error('lost');
    const { canMatch, loadComponent } = page(
      () => Promise.reject(lost),
      () => Drawn,
    );
    expect(begin(canMatch)).toBe(true);
    await expect(loadComponent?.()).rejects.toBe(lost);
  });
});

function begin(canMatch: ReturnType<typeof page>['canMatch']): unknown {
  const [first] = canMatch ?? [];
  return typeof first === 'function' ? (first as () => unknown)() : undefined;
}
