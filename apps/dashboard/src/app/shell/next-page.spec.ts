import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { NextPage } from './next-page';

@Component({ template: '' })
class Drawn {}

describe('the page that is gone to from another one', () => {
  let arrives: (page: typeof Drawn) => void;
  const begin = async () => {
    jest.useFakeTimers();
    const coming = new Promise<typeof Drawn>((resolve) => {
      arrives = resolve;
    });
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: '', pathMatch: 'full', component: Drawn },
          { path: 'slow', loadComponent: () => coming },
        ]),
      ],
    });
    const next = TestBed.inject(NextPage);
    const router = TestBed.inject(Router);
    await router.navigateByUrl('/');
    return { next, router };
  };
  afterEach(() => jest.useRealTimers());

  it('is awaited once that is noticed, and no more when it is there', async () => {
    const { next, router } = await begin();
    const gone = router.navigateByUrl('/slow?q=1');
    expect(next.address()).toBeNull();
    await jest.advanceTimersByTimeAsync(150);
    expect(next.address()).toBe('/slow?q=1');
    arrives(Drawn);
    await gone;
    expect(next.address()).toBeNull();
  });

  it('is not awaited when it comes at once, nor for another filter of the same page', async () => {
    const { next, router } = await begin();
    arrives(Drawn);
    await router.navigateByUrl('/slow');
    await router.navigateByUrl('/slow?q=2');
    await jest.advanceTimersByTimeAsync(1000);
    expect(next.address()).toBeNull();
  });

  it('gives way when one goes elsewhere meanwhile', async () => {
    const { next, router } = await begin();
    void router.navigateByUrl('/slow');
    await jest.advanceTimersByTimeAsync(150);
    await router.navigateByUrl('/?show=mine');
    await jest.advanceTimersByTimeAsync(1000);
    expect(next.address()).toBeNull();
  });
});
