import { Component, computed, input, output, signal } from '@angular/core';
import type { Decision, InstanceView } from '@codev-hq/protocol';
import { ActivityChoice, type Choice } from './activity-choice';
import type { ActivityAddress } from './activity-filter';
import { groupInWords, KIND_GROUPS, type KindGroup } from './activity-words';

/** What to look for in the activity. Words and choices count at once. */
@Component({
  selector: 'hq-activity-filters',
  imports: [ActivityChoice],
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

  protected readonly kinds = computed(() =>
    (Object.keys(KIND_GROUPS) as KindGroup[])
      .filter((group) => group !== 'account' || this.isOwner())
      .map((group) => ({ value: group, label: groupInWords(group) })),
  );
  protected readonly instances = computed(() =>
    this.machines().map(({ instance_id, instance_name }) => ({ value: instance_id, label: instance_name })),
  );
  protected readonly people = computed(() => {
    const known = new Map(this.decisions().map(({ approver }) => [approver.id, approver.name]));
    const { person } = this.address();
    if (person && !known.has(person)) known.set(person, person);
    return byLabel([...known].map(([value, label]) => ({ value, label })));
  });
  /** Repositories by their names. */
  protected readonly repositories = computed(() => {
    const names = new Set(this.machines().flatMap(({ projects }) => projects.map(({ name }) => name)));
    const { project } = this.address();
    if (project) names.add(project);
    return byLabel([...names].map((name) => ({ value: name, label: name })));
  });
  /** On a phone all but the words is folded away until it is asked for. */
  protected readonly opened = signal(false);
  protected readonly chosen = computed(() => {
    const { q: _, ...choices } = this.address();
    return Object.values(choices).filter(Boolean).length;
  });

  protected choose(part: keyof ActivityAddress, value: string): void {
    this.changed.emit({ ...this.address(), [part]: value });
  }
}

function byLabel(choices: Choice[]): readonly Choice[] {
  return choices.sort((a, b) => a.label.localeCompare(b.label));
}
