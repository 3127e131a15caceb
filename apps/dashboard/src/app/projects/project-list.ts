import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { GateRail } from '../ui/gate-rail';
import { ProjectName } from '../ui/project-name';
import { RowLink } from '../ui/row-link';
import { RowsInView } from '../ui/rows-in-view';
import { BuilderLine } from './builder-line';
import type { ProjectLink } from '../hq-client/project-address';
import type { ProjectEntry } from '../hq-client/project-entry';
import { ProjectStandingLine } from './project-standing';
import { longestName, PHONE_LINE } from './name-length';
import { phaseInWords } from './phases';

/** Projects as rows that are all equally high: only those in view are drawn. */
@Component({
  selector: 'hq-project-list',
  imports: [BuilderLine, GateRail, ProjectName, ProjectStandingLine, RouterLink, RowLink, RowsInView],
  templateUrl: './project-list.html',
  styleUrl: './project-list.css',
})
export class ProjectList {
  readonly entries = input.required<readonly ProjectEntry[]>();
  readonly links = input.required<ReadonlyMap<string, ProjectLink>>();
  protected readonly several = computed(
    () => new Set(this.entries().map((e) => e.machine.instance_id)).size > 1,
  );
  /** One of their names takes two lines on a phone. */
  protected readonly longer = computed(() => longestName(this.entries()) > PHONE_LINE);
  protected readonly inWords = phaseInWords;
}
