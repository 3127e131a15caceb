import { Component, computed, input, output, signal } from '@angular/core';
import type { Decision, InstanceView } from '@codev-hq/protocol';
import type { ActivityAddress } from './activity-filter';
import { groupInWords, KIND_GROUPS, type KindGroup } from './activity-words';

/** What to look for in the activity. Words and choices count at once. */
@Component({
  selector: 'hq-activity-filters',
  templateUrl: './activity-filters.html',
  styleUrl: './activity-filters.css',
})
export class ActivityFilters {
  readonly address = input.required<ActivityAddress>();
  readonly machines = input.required<readonly InstanceView[]>();
  /** For the people to choose among. */
  readonly decisions = input.required<readonly Decision[]>();
  /** Sign-ins and settings are shown to the owner alone. */
  readonly isOwner = input.required<boolean>();
  readonly changed = output<ActivityAddress>();

  protected readonly groups = computed(() =>
    (Object.keys(KIND_GROUPS) as KindGroup[]).filter((group) => group !== 'account' || this.isOwner()),
  );
  protected readonly people = computed(() => {
    const known = new Map(this.decisions().map(({ approver }) => [approver.id, approver.name]));
    const { person } = this.address();
    if (person && !known.has(person)) known.set(person, person);
    return [...known].sort(([, a], [, b]) => a.localeCompare(b));
  });
  /** Repositories by their names. */
  protected readonly repositories = computed(() => {
    const names = new Set(this.machines().flatMap(({ projects }) => projects.map(({ name }) => name)));
    const { project } = this.address();
    if (project) names.add(project);
    return [...names].sort((a, b) => a.localeCompare(b));
  });
  /** On a phone all but the words is folded away until it is asked for. */
  protected readonly opened = signal(false);
  protected readonly chosen = computed(() => {
    const { q: _, ...choices } = this.address();
    return Object.values(choices).filter(Boolean).length;
  });
  protected readonly inWords = groupInWords;

  protected set(part: keyof ActivityAddress, event: Event): void {
    const { value } = event.target as HTMLInputElement | HTMLSelectElement;
    this.changed.emit({ ...this.address(), [part]: value });
  }
}
