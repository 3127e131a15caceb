import { PALETTE_GROUPS, type PaletteEntry, type PaletteGroup } from './palette-entries';

/** More than that of one group is not read; typing on narrows it. */
const OF_EACH = 6;

export interface FoundGroup {
  readonly group: PaletteGroup;
  readonly heading: string;
  /** Each with its place among all that is shown, from 0. */
  readonly entries: readonly { readonly entry: PaletteEntry; readonly at: number }[];
}

/**
 * What was found, by what it is.
 * @param found the best first; as they were made when nothing is typed
 * @param typed then the group of the best fit comes first
 */
export function inGroups(found: readonly PaletteEntry[], typed: boolean): readonly FoundGroup[] {
  const order = typed ? [...new Set(found.map(({ group }) => group))] : PALETTE_GROUPS;
  let at = 0;
  return order.flatMap((group) => {
    const of = found.filter((entry) => entry.group === group);
    const shown = group === 'actions' || group === 'places' ? of : of.slice(0, OF_EACH);
    const entries = shown.map((entry) => ({ entry, at: at++ }));
    return entries.length > 0 ? [{ group, heading: HEADINGS[group](), entries }] : [];
  });
}

const HEADINGS: Readonly<Record<PaletteGroup, () => string>> = {
  gates: () => $localize`:@@shell.palette.gates:Gates`,
  places: () => $localize`:@@shell.palette.places:Go to`,
  projects: () => $localize`:@@shell.palette.projects:Projects`,
  machines: () => $localize`:@@shell.palette.machines:Machines`,
  decisions: () => $localize`:@@shell.palette.decisions:Decisions`,
  actions: () => $localize`:@@shell.palette.actions:Actions`,
};
