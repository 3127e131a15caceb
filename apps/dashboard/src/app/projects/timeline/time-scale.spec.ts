import { stepFor, ticksBetween } from './time-scale';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('ticks on a time scale', () => {
  it.each([
    [20 * 60_000, 5, 5 * 60_000],
    [10 * HOUR, 4, 3 * HOUR],
    [3 * DAY, 3, DAY],
    [60 * DAY, 5, 14 * DAY],
    [4000 * DAY, 5, 800 * DAY],
  ])('are as far apart as people count: %i ms, at most %i', (length, most, step) => {
    expect(stepFor(length, most)).toBe(step);
  });

  it('stand on full hours, and name the day at midnight', () => {
    const day = new Date(2026, 10, 22, 20, 30).getTime();
    const labels = ticksBetween(day, day + 8 * HOUR, 4, 'en-GB').map(({ label }) => label);
    expect(labels).toEqual(['21:00', '23 Nov', '03:00']);
  });

  it('stand on days over a month and more, also where a clock was changed', () => {
    const from = new Date(2026, 9, 20, 13).getTime();
    const ticks = ticksBetween(from, from + 10 * DAY, 12, 'en-GB');
    expect(ticks.map(({ at }) => new Date(at).getHours()).every((hour) => hour === 0)).toBe(true);
    expect(ticks).toHaveLength(10);
  });
});
