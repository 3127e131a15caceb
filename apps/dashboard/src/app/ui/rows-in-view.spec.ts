import { rowsInView } from './rows-in-view';

describe('rows in view', () => {
  it('are the first ones, and some beyond, while the top of the list is seen', () => {
    expect(rowsInView(120, 800, 80, 500)).toEqual({ first: 0, end: 16 });
  });

  it('move with the list, and stay the same for small steps', () => {
    const middle = rowsInView(-20_000, 800, 80, 500);
    expect(middle).toEqual({ first: 244, end: 268 });
    expect(rowsInView(-20_030, 800, 80, 500)).toEqual(middle);
  });

  it('hold every row that is seen, wherever it is scrolled to', () => {
    for (let top = 900; top > -41_000; top -= 37) {
      const { first, end } = rowsInView(top, 800, 80, 500);
      const seen = Array.from({ length: 500 }, (_, row) => row).filter(
        (row) => top + row * 80 < 800 && top + (row + 1) * 80 > 0,
      );
      expect(seen.every((row) => row >= first && row < end)).toBe(true);
    }
  });

  it('are all of a few, and none of a list far away', () => {
    expect(rowsInView(0, 800, 80, 3)).toEqual({ first: 0, end: 3 });
    expect(rowsInView(9_000, 800, 80, 500)).toEqual({ first: 0, end: 0 });
    expect(rowsInView(-90_000, 800, 80, 500)).toEqual({ first: 500, end: 500 });
  });
});
