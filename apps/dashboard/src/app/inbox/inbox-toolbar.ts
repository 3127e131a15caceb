import { Component, computed, inject, input, output } from '@angular/core';
import type { WaitingGate } from '@codev-hq/protocol';
import { FollowedProjects, projectKey } from '../hq-client/followed-projects';
import { Icon } from '../ui/icon';
import { Segmented, type Segment } from '../ui/segmented';
import {
  choices,
  EVERYTHING,
  GROUPINGS,
  kindOf,
  narrows,
  type Choice,
  type InboxFilter,
} from './inbox-filter';

type Field = 'project' | 'machine' | 'kind';

/** What of the inbox is shown, and in which groups. */
@Component({
  selector: 'hq-inbox-toolbar',
  imports: [Icon, Segmented],
  templateUrl: './inbox-toolbar.html',
  styleUrl: './inbox-toolbar.css',
})
export class InboxToolbar {
  protected readonly followed = inject(FollowedProjects);

  /** All that wait, whatever is shown of them. */
  readonly gates = input.required<readonly WaitingGate[]>();
  readonly filter = input.required<InboxFilter>();
  readonly changed = output<InboxFilter>();

  protected readonly shows = computed<readonly Segment<InboxFilter['show']>[]>(() => [
    { value: 'all', label: $localize`:@@inbox.filter.all:All`, count: this.gates().length },
    {
      value: 'mine',
      label: $localize`:@@inbox.filter.mine:Mine`,
      hint: $localize`:@@inbox.filter.mine.hint:Of projects that you follow or have decided in`,
      count: this.gates().filter((gate) => this.followed.isMine(gate)).length,
    },
  ]);
  protected readonly selects = computed(() => {
    const gates = this.gates();
    const all = [
      {
        field: 'project' as const,
        label: $localize`:@@inbox.filter.project:Project`,
        any: $localize`:@@inbox.filter.any-project:Every project`,
        choices: choices(gates, projectKey, (gate) => gate.project_name),
      },
      {
        field: 'machine' as const,
        label: $localize`:@@inbox.filter.machine:Machine`,
        any: $localize`:@@inbox.filter.any-machine:Every machine`,
        choices: choices(
          gates,
          (gate) => gate.instance_id,
          (gate) => gate.instance_name,
        ),
      },
      {
        field: 'kind' as const,
        label: $localize`:@@inbox.filter.kind:What is asked`,
        any: $localize`:@@inbox.filter.any-kind:Every question`,
        choices: choices(gates, kindOf, kindOf),
      },
    ];
    // A choice of one is none; but what was chosen stays to be seen, also when nothing of it waits any more.
    return all
      .map((select) => ({ ...select, choices: withChosen(select.choices, this.filter()[select.field]) }))
      .filter(({ field, choices: few }) => few.length > 1 || this.filter()[field] !== null);
  });
  protected readonly groupings = computed(() =>
    GROUPINGS.map((value) => ({ value, label: GROUPING_WORDS[value]() })),
  );
  protected readonly narrowed = computed(() => narrows(this.filter()));
  /** The project that is chosen, to be followed or not. */
  protected readonly project = computed(() => {
    const { project } = this.filter();
    return project === null ? undefined : this.gates().find((gate) => projectKey(gate) === project);
  });

  protected show(show: InboxFilter['show']): void {
    this.changed.emit({ ...this.filter(), show });
  }

  protected choose(field: Field, event: Event): void {
    if (event.target instanceof HTMLSelectElement)
      this.changed.emit({ ...this.filter(), [field]: event.target.value || null });
  }

  protected group(event: Event): void {
    if (!(event.target instanceof HTMLSelectElement)) return;
    const { value } = event.target;
    this.changed.emit({ ...this.filter(), group: GROUPINGS.find((one) => one === value) ?? 'none' });
  }

  protected clear(): void {
    this.changed.emit({ ...EVERYTHING, group: this.filter().group });
  }
}

const GROUPING_WORDS = {
  none: () => $localize`:@@inbox.group.none:Not grouped`,
  project: () => $localize`:@@inbox.group.project:By project`,
  machine: () => $localize`:@@inbox.group.machine:By machine`,
  kind: () => $localize`:@@inbox.group.kind:By question`,
} as const;

function withChosen(found: readonly Choice[], chosen: string | null): readonly Choice[] {
  if (chosen === null || found.some(({ value }) => value === chosen)) return found;
  return [...found, { value: chosen, label: chosen.split('/').at(-1) ?? chosen }];
}
