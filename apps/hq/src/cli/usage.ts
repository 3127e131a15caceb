import { parseArgs } from 'node:util';

/** A command that was not written as it must be. The message is one line that says how. */
export class UsageError extends Error {}

/** Reads `--name value` options and positionals; anything else is a {@link UsageError}. */
export function readOptions<N extends string>(
  args: readonly string[],
  names: readonly N[],
): { options: Partial<Record<N, string>>; positionals: string[] } {
  try {
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { options: values as Partial<Record<N, string>>, positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
