/** A heading of a text, as the outline and shared addresses name it. */
export interface Heading {
  /** `plan.risks`: the paper, then the heading in it. */
  readonly id: string;
  readonly text: string;
  /** From 1. */
  readonly level: number;
}

/** Names for headings that stay the same as long as their words do. Repeated ones are numbered. */
export class HeadingNames {
  private readonly taken = new Map<string, number>();

  constructor(private readonly paper: string) {}

  nameFor(text: string): string {
    const words = text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
      .trim()
      .replace(/[\s_]+/g, '-');
    const slug = words.slice(0, 60) || 'section';
    const count = (this.taken.get(slug) ?? 0) + 1;
    this.taken.set(slug, count);
    return `${this.paper}.${count === 1 ? slug : `${slug}-${count}`}`;
  }
}

/** Which paper an address asks for, and which heading in it. */
export function wantedBy(
  fragment: string | null,
): { readonly paper: string; readonly heading: string | null } | null {
  if (!fragment) return null;
  const dot = fragment.indexOf('.');
  if (dot < 0) return { paper: fragment, heading: null };
  return { paper: fragment.slice(0, dot), heading: fragment };
}

/** Files of a diff as its outline. */
export function fileHeadings(paper: string, paths: readonly string[]): readonly Heading[] {
  const names = new HeadingNames(paper);
  return paths.map((path) => ({ id: names.nameFor(path), text: path, level: 1 }));
}

/** What stands behind an address's `#`. */
export function fragmentIn(address: string): string | null {
  const fragment = address.split('#')[1];
  try {
    return fragment === undefined ? null : decodeURIComponent(fragment);
  } catch {
    return null;
  }
}
