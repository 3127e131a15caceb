import { TokenBucket } from './token-bucket.js';

describe('the rate limit', () => {
  it('lets a burst through, then the rate, and says how long to wait', () => {
    const bucket = new TokenBucket(100, 3, 0);
    expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0]);
    expect(bucket.take(0)).toBe(10);
    expect(bucket.take(10)).toBe(0);
    expect(bucket.take(10)).toBe(10);
  });

  it('a clock that jumps back neither blocks nor gives extra', () => {
    const bucket = new TokenBucket(100, 1, 1000);
    expect(bucket.take(1000)).toBe(0);
    expect(bucket.take(0)).toBe(10);
    expect(bucket.take(10)).toBe(0);
  });

  it('0 means no limit', () => {
    const bucket = new TokenBucket(0, 0, 0);
    expect(Array.from({ length: 1000 }, () => bucket.take(0)).every((wait) => wait === 0)).toBe(true);
  });
});
