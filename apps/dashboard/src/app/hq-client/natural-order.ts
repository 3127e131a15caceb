/** Made once, and not before there is something to compare: making it costs more than all the rest of a long list. */
let numbers: Intl.Collator | undefined;

/** For sorting names as people count: `9` before `10`. */
export function inNaturalOrder(a: string, b: string): number {
  if (a === b) return 0;
  numbers ??= new Intl.Collator(undefined, { numeric: true });
  return numbers.compare(a, b);
}
