import { Component, input, output } from '@angular/core';
import type { InstanceView } from '@codev-hq/protocol';
import { EVERYTHING, type ProjectFilter } from './project-filter';
import { STATE_CHOICES, stateInWords } from './project-words';

/** What to look for among the projects. Every choice counts at once. */
@Component({
  selector: 'hq-project-filters',
  templateUrl: './project-filters.html',
  styleUrl: './project-filters.css',
})
export class ProjectFilters {
  readonly filter = input.required<ProjectFilter>();
  readonly machines = input.required<readonly InstanceView[]>();
  readonly protocols = input.required<readonly string[]>();
  /** Whether a state can be chosen: all that is archived is done. */
  readonly states = input(true);
  readonly changed = output<ProjectFilter>();

  protected readonly choices = STATE_CHOICES;
  protected readonly inWords = stateInWords;
  protected readonly everything = EVERYTHING;

  protected set(part: keyof ProjectFilter, event: Event): void {
    const { value } = event.target as HTMLInputElement | HTMLSelectElement;
    this.changed.emit({ ...this.filter(), [part]: value });
  }
}
