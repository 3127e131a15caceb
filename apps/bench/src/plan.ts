/** How much is measured: bounded in count and time. Seconds are of each round. */
export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  readonly rates: readonly number[];
  readonly idle: readonly number[];
  readonly deliveries: number;
  /** Instances that report ten files each. */
  readonly states: readonly number[];
  readonly subscribers: number;
  readonly changesPerSecond: number;
}

const FULL: Plan = {
  rounds: 3,
  seconds: 4,
  rates: [1000, 5000],
  idle: [1000, 5000, 10_000],
  deliveries: 500,
  states: [100, 1000],
  subscribers: 100,
  changesPerSecond: 1000,
};

const QUICK: Plan = { ...FULL, rounds: 1, seconds: 2, idle: [1000], deliveries: 100, states: [100] };

export const SECTIONS = ['throughput', 'latency', 'idle', 'delivery', 'state', 'live'] as const;
export type Section = (typeof SECTIONS)[number];

/** `--quick` for the short form; names of sections to run only those. */
export function readPlan(args: readonly string[]): { plan: Plan; sections: readonly Section[] } {
  const unknown = args.filter((arg) => arg !== '--quick' && !SECTIONS.some((section) => section === arg));
  if (unknown.length > 0)
    throw new Error(`There is no "${unknown.join(' ')}". Write --quick, or some of: ${SECTIONS.join(', ')}.`);
  const named = SECTIONS.filter((section) => args.includes(section));
  return { plan: args.includes('--quick') ? QUICK : FULL, sections: named.length > 0 ? named : SECTIONS };
}
