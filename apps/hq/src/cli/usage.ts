import { parseArgs } from 'node:util';

/** A command that cannot be carried out as it was written. The message is one line that says how. */
export class UsageError extends Error {}

export interface Flags<N extends string, F extends string> {
  readonly options: Partial<Record<N, string>>;
  readonly flags: ReadonlySet<F>;
  readonly positionals: string[];
}

/** Reads `--name value` options, `--flag` flags and positionals; anything else is a {@link UsageError}. */
export function readFlags<N extends string, F extends string>(
  args: readonly string[],
  names: readonly N[],
  flagNames: readonly F[],
): Flags<N, F> {
  try {
    const known = new Map<string, { type: 'string' | 'boolean' }>();
    for (const name of names) known.set(name, { type: 'string' });
    for (const name of flagNames) known.set(name, { type: 'boolean' });
    const parsed = parseArgs({ args: [...args], options: Object.fromEntries(known), allowPositionals: true });
    const given = new Map(Object.entries(parsed.values));
    const written = names.flatMap((name) => {
      const value = given.get(name);
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    return {
      options: Object.fromEntries(written) as Flags<N, F>['options'],
      flags: new Set(flagNames.filter((name) => given.get(name) === true)),
      positionals: parsed.positionals,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
