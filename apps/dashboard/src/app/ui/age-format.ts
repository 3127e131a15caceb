import { reader } from '../../locale/language';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type UnitName = 'minute' | 'hour' | 'day';
type Unit = readonly [milliseconds: number, name: UnitName];
const MINUTES: Unit = [MINUTE, 'minute'];
const HOURS: Unit = [HOUR, 'hour'];
const DAYS: Unit = [DAY, 'day'];

/**
 * How short units can be and still be read: `3h 12m`, but `3 Std. 12 Min.`. Texts as all others, and not `Intl`: what that
 * makes for a unit costs a phone longer than everything else on a page that is just being opened.
 */
const UNITS: Record<UnitName, (count: number) => string> = {
  minute: (count) => $localize`:@@ui.age.minutes:${count}:count:m`,
  hour: (count) => $localize`:@@ui.age.hours:${count}:count:h`,
  day: (count) => $localize`:@@ui.age.days:${count}:count:d`,
};
const AGO: Record<UnitName, (count: number) => string> = {
  minute: (count) => $localize`:@@ui.age.minutes-ago:${count}:count:m ago`,
  hour: (count) => $localize`:@@ui.age.hours-ago:${count}:count:h ago`,
  day: (count) =>
    count === 1 ? $localize`:@@ui.age.day-ago:1d ago` : $localize`:@@ui.age.days-ago:${count}:count:d ago`,
};

/** A length of time in brief, in its two largest units: `<1m`, `12m`, `3h 12m`, `2d 4h`. */
export function ageInWords(milliseconds: number): string {
  if (milliseconds < MINUTE) return `<${unit(1, 'minute')}`;
  if (milliseconds < HOUR) return unit(milliseconds / MINUTE, 'minute');
  if (milliseconds < DAY) return twoUnits(milliseconds, HOURS, MINUTES);
  return twoUnits(milliseconds, DAYS, HOURS);
}

/** The same within a sentence: `under a minute`, `3h 12m`. */
export function ageInSentence(milliseconds: number): string {
  return milliseconds < MINUTE
    ? $localize`:@@ui.age.under-a-minute:under a minute`
    : ageInWords(milliseconds);
}

/** `just now`, `12m ago`. */
export function agoInWords(milliseconds: number): string {
  if (milliseconds < MINUTE) return $localize`:@@ui.age.just-now:just now`;
  const [size, name] = milliseconds < HOUR ? MINUTES : milliseconds < DAY ? HOURS : DAYS;
  return AGO[name](Math.floor(milliseconds / size));
}

/** In the reader's zone and language; the text itself when it is no date. */
export function exactTime(iso: string): string {
  return formatted(iso, { dateStyle: 'medium', timeStyle: 'long' });
}

export function shortTime(iso: string): string {
  return formatted(iso, { dateStyle: 'medium', timeStyle: 'short' });
}

/** A day without a time, `2026-11-30`, which is the same in every zone. */
export function dayInWords(day: string): string {
  return formatted(`${day}T00:00`, { dateStyle: 'medium' });
}

/** `14:03`; with the date when that is not today's. */
export function timeToday(iso: string, now: number): string {
  const same = new Date(iso).toDateString() === new Date(now).toDateString();
  return formatted(iso, same ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' });
}

/** `1,204` or `1.204`. */
export function countInWords(count: number): string {
  return once('number', () => new Intl.NumberFormat(reader.locale)).format(count);
}

/** Agents write all sorts of things where a time belongs. */
export function isTime(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

function twoUnits(value: number, [large, largeName]: Unit, [small, smallName]: Unit): string {
  const rest = Math.floor((value % large) / small);
  const head = unit(value / large, largeName);
  return rest === 0 ? head : `${head} ${unit(rest, smallName)}`;
}

function unit(value: number, name: UnitName): string {
  return UNITS[name](Math.floor(value));
}

function formatted(iso: string, options: Intl.DateTimeFormatOptions): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : date(options).format(time);
}

/** Formatters are dear to make and are made once each, when first needed. */
const made = new Map<string, unknown>();

function once<T>(key: string, make: () => T): T {
  if (!made.has(key)) made.set(key, make());
  return made.get(key) as T;
}

const date = (options: Intl.DateTimeFormatOptions) =>
  once(
    `date ${options.dateStyle ?? ''} ${options.timeStyle ?? ''}`,
    () => new Intl.DateTimeFormat(reader.locale, options),
  );
