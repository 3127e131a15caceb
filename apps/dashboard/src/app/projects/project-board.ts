import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { projectInWords, ProjectName } from '../ui/project-name';
import { RowsInView } from '../ui/rows-in-view';
import { grouped } from '../hq-client/grouped';
import type { ProjectLink } from '../hq-client/project-address';
import type { ProjectEntry } from '../hq-client/project-entry';
import { ProjectStandingLine } from './project-standing';
import { byPhase, phaseInWords } from './phases';

interface Column {
  readonly phase: string | undefined;
  readonly entries: readonly ProjectEntry[];
  /** One of its names takes two lines. */
  readonly long: boolean;
}

/** Characters that fit the narrowest column's line. */
const ONE_LINE = 26;

/** Projects by the phase they are in: side by side on a desk, one below the other on a phone. */
@Component({
  selector: 'hq-project-board',
  imports: [ProjectName, ProjectStandingLine, RouterLink, RowsInView],
  templateUrl: './project-board.html',
  styleUrl: './project-board.css',
})
export class ProjectBoard {
  readonly entries = input.required<readonly ProjectEntry[]>();
  readonly links = input.required<ReadonlyMap<string, ProjectLink>>();
  protected readonly several = computed(
    () => new Set(this.entries().map((e) => e.machine.instance_id)).size > 1,
  );
  protected readonly columns = computed(() => columnsOf(this.entries()));
  protected readonly inWords = phaseInWords;
}

export function columnsOf(entries: readonly ProjectEntry[]): readonly Column[] {
  const groups = grouped(entries, ({ file }) => file.project.phase?.toLowerCase() ?? '');
  return [...groups.values()]
    .map((group) => ({ phase: group[0]?.file.project.phase, entries: group, long: group.some(isLong) }))
    .sort((a, b) => byPhase(a.phase, b.phase));
}

function isLong({ file: { project } }: ProjectEntry): boolean {
  return projectInWords(project.id, project.title).length > ONE_LINE;
}
