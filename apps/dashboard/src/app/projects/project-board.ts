import { Component, computed, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../hq-client/clock';
import { ProjectName } from '../ui/project-name';
import { RowLink } from '../ui/row-link';
import { RowsInView } from '../ui/rows-in-view';
import { grouped } from '../hq-client/grouped';
import type { ProjectLink } from '../hq-client/project-address';
import type { ProjectEntry } from '../hq-client/project-entry';
import { ProjectStandingLine } from './project-standing';
import { longestName, PHONE_LINE } from './name-length';
import { byPhase, phaseInWords } from './phases';
import { standingOf } from './project-words';

interface Column {
  readonly phase: string | undefined;
  /** What asks for somebody first; then what needs a line of small text only. Each is a list of rows equally high. */
  readonly parts: readonly Part[];
  readonly count: number;
  /** One of its names takes two lines in the narrowest column of a desk. */
  readonly long: boolean;
  /** And on a phone. */
  readonly longer: boolean;
}

interface Part {
  readonly entries: readonly ProjectEntry[];
  readonly quiet: boolean;
}

/** Characters that fit the narrowest column's line. */
const ONE_LINE = 26;

/** Projects by the phase they are in: side by side on a desk, one below the other on a phone. */
@Component({
  selector: 'hq-project-board',
  imports: [ProjectName, ProjectStandingLine, RouterLink, RowLink, RowsInView],
  templateUrl: './project-board.html',
  styleUrl: './project-board.css',
})
export class ProjectBoard {
  private readonly clock = inject(Clock);
  readonly entries = input.required<readonly ProjectEntry[]>();
  readonly links = input.required<ReadonlyMap<string, ProjectLink>>();
  protected readonly several = computed(
    () => new Set(this.entries().map((e) => e.machine.instance_id)).size > 1,
  );
  protected readonly columns = computed(() => columnsOf(this.entries(), untracked(this.clock.now)));
  protected readonly inWords = phaseInWords;
}

export function columnsOf(entries: readonly ProjectEntry[], now: number): readonly Column[] {
  const groups = grouped(entries, ({ file }) => file.project.phase?.toLowerCase() ?? '');
  return [...groups.values()]
    .map((group) => {
      const longest = longestName(group);
      const phase = group[0]?.file.project.phase;
      const [long, longer] = [longest > ONE_LINE, longest > PHONE_LINE];
      return { phase, parts: partsOf(group, now), count: group.length, long, longer };
    })
    .sort((a, b) => byPhase(a.phase, b.phase));
}

function partsOf(entries: readonly ProjectEntry[], now: number): readonly Part[] {
  const parts = [false, true].map((quiet) => ({
    quiet,
    entries: entries.filter((entry) => isQuiet(entry, now) === quiet),
  }));
  return parts.filter((part) => part.entries.length > 0);
}

/** No gate and no problem: how long ago something moved is all that there is to say. */
function isQuiet(entry: ProjectEntry, now: number): boolean {
  const { state, gateId } = standingOf(entry, now);
  return state !== 'problem' && gateId === null;
}
