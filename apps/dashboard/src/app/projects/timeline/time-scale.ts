const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Distances between ticks that people count in. */
const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
  14 * DAY,
  30 * DAY,
  90 * DAY,
  180 * DAY,
  365 * DAY,
];

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** The shortest distance with which no more than `most` ticks fit. */
export function stepFor(lengthMs: number, most: number): number {
  return STEPS.find((step) => lengthMs / step <= most) ?? Math.ceil(lengthMs / most / DAY) * DAY;
}

/** Ticks on full hours and days of the reader's zone. */
export function ticksBetween(from: number, to: number, most: number, locale: string): readonly Tick[] {
  const step = stepFor(to - from, most);
  const format = new Intl.DateTimeFormat(
    locale,
    step >= DAY ? { day: 'numeric', month: 'short' } : { timeStyle: 'short' },
  );
  const dated = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const ticks: Tick[] = [];
  for (let at = firstTick(from, step); at <= to; at = nextTick(at, step)) {
    const midnight = new Date(at).getHours() === 0 && new Date(at).getMinutes() === 0;
    ticks.push({ at, label: (midnight ? dated : format).format(at) });
  }
  return ticks;
}

function firstTick(from: number, step: number): number {
  const day = new Date(from);
  day.setHours(0, 0, 0, 0);
  let at = day.getTime();
  while (at < from) at = nextTick(at, step);
  return at;
}

/** A day is not always 24 hours long. */
function nextTick(at: number, step: number): number {
  if (step < DAY) return at + step;
  const day = new Date(at);
  day.setDate(day.getDate() + Math.round(step / DAY));
  return day.getTime();
}
