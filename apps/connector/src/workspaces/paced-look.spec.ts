import { PacedLook } from './paced-look.js';

describe('a paced look', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function looking(tookMs: number) {
    const begun: number[] = [];
    const start = performance.now();
    const look = async (): Promise<void> => {
      begun.push(Math.round(performance.now() - start));
      await new Promise((resolve) => setTimeout(resolve, tookMs));
    };
    const paced = new PacedLook(look, 1_000, 10);
    paced.start();
    return { begun, paced };
  }

  test('is had every second while it is cheap', async () => {
    const { begun, paced } = looking(10);
    await jest.advanceTimersByTimeAsync(3_500);
    expect(begun).toEqual([1_000, 2_010, 3_020]);
    await paced.stop();
  });

  test('is had for a tenth of the time when it is not', async () => {
    const { begun, paced } = looking(500);
    await jest.advanceTimersByTimeAsync(11_500);
    expect(begun).toEqual([1_000, 6_000, 11_000]);
    await paced.stop();
  });

  test('is over when it is stopped, also in the middle of one', async () => {
    const { begun, paced } = looking(500);
    await jest.advanceTimersByTimeAsync(1_100);
    const stopped = paced.stop();
    await jest.advanceTimersByTimeAsync(60_000);
    await stopped;
    expect(begun).toHaveLength(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
