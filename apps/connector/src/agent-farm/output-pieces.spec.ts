import { OutputPieces } from './output-pieces.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('what checks print', () => {
  test('comes in a few pieces a second, without what only a terminal understands', () => {
    const told: string[] = [];
    const pieces = new OutputPieces((piece) => told.push(piece));
    pieces.add('one \u001b[3');
    pieces.add('1mtwo\r\n');
    expect(told).toEqual([]);
    jest.advanceTimersByTime(100);
    expect(told).toEqual(['one two\n']);
    pieces.add('three');
    pieces.end();
    expect(told).toEqual(['one two\n', 'three']);
    pieces.end();
    expect(told).toHaveLength(2);
  });

  test('is cut into what a message may hold, and ends with a word about the rest', () => {
    const told: string[] = [];
    const pieces = new OutputPieces((piece) => told.push(piece));
    for (let line = 0; line < 100; line++) pieces.add('x'.repeat(39_999) + '\n');
    expect(Math.max(...told.map((piece) => piece.length))).toBeLessThanOrEqual(16_384);
    expect(told.join('').length).toBeLessThan(300_000);
    expect(told.at(-1)).toMatch(/more is printed on that machine/);
    pieces.end();
    jest.runAllTimers();
    expect(told.at(-1)).toMatch(/more is printed on that machine/);
  });
});
