import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clock } from '../hq-client/clock';
import { Icon, type IconName } from '../ui/icon';
import { Moment } from '../ui/moment';
import type { ProjectEntry } from '../hq-client/project-entry';
import { standingOf, type ProjectStanding } from './project-words';

const ICONS: Record<ProjectStanding['state'], IconName> = {
  problem: 'warning',
  waiting: 'clock',
  stuck: 'warning',
  working: 'program',
  archived: 'check',
  'on-its-way': 'send',
  'sent-back': 'returned',
};

/** What is the matter with a project, in one line: a gate that waits is the way to its page. */
@Component({
  selector: 'hq-project-standing',
  imports: [Icon, Moment, RouterLink],
  templateUrl: './project-standing.html',
  styleUrl: './project-standing.css',
})
export class ProjectStandingLine {
  private readonly clock = inject(Clock);
  readonly entry = input.required<ProjectEntry>();
  protected readonly standing = computed(() => standingOf(this.entry(), this.clock.now()));
  protected readonly icon = computed(() => ICONS[this.standing().state]);
}
