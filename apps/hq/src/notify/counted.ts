/** `1 gate`, `2 gates`. */
export const counted = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export type SpanUnit = 'minute' | 'hour' | 'day';

/** Minutes as a person says them: in the largest unit of which there are two. */
export function spanOf(minutes: number): readonly [number, SpanUnit] {
  if (minutes < 120) return [minutes, 'minute'];
  if (minutes < 48 * 60) return [Math.floor(minutes / 60), 'hour'];
  return [Math.floor(minutes / (24 * 60)), 'day'];
}
