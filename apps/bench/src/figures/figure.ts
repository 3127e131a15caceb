/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly hq: number;
  /** The same on the bare server, measured in turn with HQ. */
  readonly yardstick?: number;
  readonly aim?: Aim;
}

/** At most or at least so much, of HQ's own figure or of its ratio to the yardstick. */
export interface Aim {
  readonly of: 'figure' | 'ratio';
  readonly at: 'most' | 'least';
  readonly value: number;
}

export const ratioAtLeast = (value: number): Aim => ({ of: 'ratio', at: 'least', value });
export const ratioAtMost = (value: number): Aim => ({ of: 'ratio', at: 'most', value });
export const atMost = (value: number): Aim => ({ of: 'figure', at: 'most', value });

export function ratio({ hq, yardstick }: Figure): number | undefined {
  return yardstick === undefined ? undefined : hq / yardstick;
}

/** Undefined when nothing was aimed at. A figure that could not be measured misses its aim. */
export function isMet(figure: Figure): boolean | undefined {
  const { aim } = figure;
  if (!aim) return undefined;
  const value = aim.of === 'figure' ? figure.hq : (ratio(figure) ?? Number.NaN);
  return aim.at === 'most' ? value <= aim.value : value >= aim.value;
}
