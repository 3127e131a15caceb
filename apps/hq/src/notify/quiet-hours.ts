import type { QuietHours } from '@codev-hq/protocol';

/** Whether a person's clock shows a time in their quiet hours. Its zone's summer time is taken care of by asking each time. */
export function isQuiet(hours: QuietHours | undefined, now: number): boolean {
  if (!hours) return false;
  const at = timeOfDay(now, hours.zone);
  const { start, end } = hours;
  return start < end ? at >= start && at < end : at >= start || at < end;
}

/** As `22:05`, which sorts as text. */
function timeOfDay(now: number, zone: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format.format(now);
}
