const DAY = 24 * 3_600_000;
/** Every zone's midnight is at a quarter of an hour. */
const QUARTER = 15 * 60_000;

/** Whose midnight counts. Asking the calendar is slow, so each quarter of an hour is asked about once. */
export class CalendarDays {
  private readonly format: Intl.DateTimeFormat;
  private readonly known = new Map<number, string>();

  private constructor(zone: string) {
    const digits = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    this.format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, calendar: 'iso8601', ...digits });
  }

  /** Undefined for a zone that there is not. */
  static of(zone: string): CalendarDays | undefined {
    try {
      return new CalendarDays(zone);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  /** `2026-11-25`. */
  day(at: number): string {
    const quarter = Math.floor(at / QUARTER);
    const known = this.known.get(quarter);
    if (known !== undefined) return known;
    const parts = new Map(this.format.formatToParts(at).map(({ type, value }) => [type, value]));
    const day = `${parts.get('year') ?? ''}-${parts.get('month') ?? ''}-${parts.get('day') ?? ''}`;
    this.known.set(quarter, day);
    return day;
  }

  /** Every day from that of `since` on to the last before `until`. */
  between(since: number, until: number): string[] {
    if (until <= since) return [];
    const last = this.day(until - 1);
    const days: string[] = [];
    // By the calendar: asking the zone about each of ten years' days takes long.
    for (let at = Date.parse(this.day(since)); ; at += DAY) {
      const day = new Date(at).toISOString().slice(0, 10);
      days.push(day);
      if (day >= last) return days;
    }
  }
}
