/** A gate's full name, taken apart: `specify_to_plan.human_approval`, `plan-approval`. Names are free (protocol section 5). */
export interface GateName {
  /** The phases it stands between, where its name says so: `['specify', 'plan']`. */
  readonly between: readonly [from: string, to: string] | null;
  /** What stands before the last dot, in words; `null` for a name without one. */
  readonly parent: string | null;
  /** The last segment as it is written: `human_approval`. */
  readonly last: string;
}

export function readGateName(fullName: string): GateName {
  const segments = fullName.split('.');
  const last = segments.at(-1) ?? fullName;
  const transition = /^(.+?)_to_(.+)$/.exec(segments.at(-2) ?? '');
  return {
    between: transition?.[1] && transition[2] ? [inWords(transition[1]), inWords(transition[2])] : null,
    parent: segments.length > 1 ? inWords(segments.slice(0, -1).join(' ')) : null,
    last,
  };
}

/** The gate as people are told of it, in a few English words: `Specify → Plan`, `Plan approval`, `Pull request`. */
export function gateLabel(fullName: string): string {
  const { between, parent, last } = readGateName(fullName);
  if (between) return between.map(capital).join(' → ');
  return capital(parent ?? (last === 'pr' ? 'pull request' : inWords(last)));
}

function inWords(name: string): string {
  return name.replace(/[-_]+/g, ' ').trim() || name;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
