import { KeyShares } from './key-shares.js';

const one = (characters: number) => ({ machines: 1, characters });
const grown = (characters: number) => ({ machines: 0, characters });

describe('the share of a key', () => {
  it('is so many machines', () => {
    const shares = new KeyShares(2, 100);
    shares.take('a', one(0));
    expect(shares.refusal('a', one(0))).toBeUndefined();
    shares.take('a', one(0));
    expect(shares.refusal('a', one(0))).toMatchObject({
      code: 'TOO_LARGE',
      error: expect.stringContaining('2 machines'),
    });
    expect(shares.refusal('b', one(0))).toBeUndefined();
  });

  it('is so many characters, of all its machines together', () => {
    const shares = new KeyShares(10, 100);
    shares.take('a', one(60));
    shares.take('a', one(40));
    expect(shares.refusal('a', grown(1))).toMatchObject({
      code: 'TOO_LARGE',
      error: expect.stringContaining('100 characters'),
    });
    expect(shares.refusal('a', grown(0))).toBeUndefined();
    expect(shares.refusal('a', grown(-5))).toBeUndefined();
    shares.take('a', grown(-10));
    expect(shares.refusal('a', grown(10))).toBeUndefined();
  });

  it('is given back with a machine', () => {
    const shares = new KeyShares(1, 100);
    shares.take('a', one(100));
    shares.take('a', { machines: -1, characters: -100 });
    expect(shares.refusal('a', one(100))).toBeUndefined();
  });
});
