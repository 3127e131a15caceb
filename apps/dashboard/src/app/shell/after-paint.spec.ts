import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { afterPaint } from './after-paint';

describe('going to another page', () => {
  let painted: FrameRequestCallback[];

  beforeEach(() => {
    jest.useFakeTimers();
    painted = [];
    jest.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => painted.push(callback));
    const route = { path: '**', canMatch: [afterPaint], children: [] };
    TestBed.configureTestingModule({ providers: [provideRouter([route])] });
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const router = () => TestBed.inject(Router);

  it('waits for nothing when it is the first', async () => {
    await router().navigateByUrl('/one');
    expect(router().url).toBe('/one');
    expect(painted).toEqual([]);
  });

  it('waits until what was pressed is painted', async () => {
    await router().navigateByUrl('/one');
    const going = router().navigateByUrl('/two');
    await jest.advanceTimersByTimeAsync(10);
    expect(router().url).toBe('/one');
    painted.forEach((callback) => callback(0));
    await jest.advanceTimersByTimeAsync(1);
    expect(await going).toBe(true);
    expect(router().url).toBe('/two');
  });

  it('goes on where nothing is painted', async () => {
    await router().navigateByUrl('/one');
    const going = router().navigateByUrl('/two');
    await jest.advanceTimersByTimeAsync(60);
    expect(await going).toBe(true);
    expect(router().url).toBe('/two');
  });
});
