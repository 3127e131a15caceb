import { Component, computed, inject, signal } from '@angular/core';
import {
  reminders,
  type ReminderRule,
  type Reminders as RemindersView,
} from '@codev-hq/protocol/notifications';
import { hqResource } from '../../hq-client/hq-resource';
import { LiveHq } from '../../hq-client/live-hq';
import { Errand } from '../../ui/errand';
import { Icon } from '../../ui/icon';
import { NotLoaded } from '../../ui/not-loaded';
import { Problem } from '../../ui/problem';
import { Confirm } from '../../ui/confirm';
import { Group } from '../group';
import { SectionPage } from '../section-page';
import { ReminderForm } from './reminder-form';
import { projectNameOf, ruleWords } from './rule-words';

type Asked = { readonly what: 'edit' | 'remove'; readonly rule: ReminderRule };

/** When a gate that goes on waiting is told of again, and to whom it goes when nobody answers. */
@Component({
  selector: 'hq-reminders',
  imports: [Confirm, Group, Icon, NotLoaded, Problem, ReminderForm, SectionPage],
  templateUrl: './reminders.html',
  styleUrl: './reminders.css',
})
export class Reminders {
  private readonly live = inject(LiveHq);
  protected readonly answer = hqResource(() => '/api/reminders', reminders);
  protected readonly asked = signal<Asked | null>(null);
  protected readonly adding = signal(false);
  protected readonly errand = new Errand();

  protected readonly general = computed(
    (): ReminderRule => this.answer.value()?.rules.find((rule) => !rule.project) ?? {},
  );
  protected readonly ofProjects = computed(
    () => this.answer.value()?.rules.filter((rule) => rule.project) ?? [],
  );
  /** Projects without a rule of their own. */
  protected readonly others = computed(() => {
    const ruled = this.ofProjects().map(({ project }) => `${project?.instance_id} ${project?.project_path}`);
    return this.live.instances().flatMap((instance) =>
      instance.projects
        .filter(({ path }) => !ruled.includes(`${instance.instance_id} ${path}`))
        .map(({ path, name }) => ({
          project: { instance_id: instance.instance_id, project_path: path },
          label: `${name} · ${instance.instance_name}`,
        })),
    );
  });

  protected words(rule: ReminderRule): readonly string[] {
    return ruleWords(rule, this.answer.value());
  }

  protected name(rule: ReminderRule): string {
    return projectNameOf(rule, this.live.instances());
  }

  protected saved(known: RemindersView): void {
    this.asked.set(null);
    this.adding.set(false);
    this.answer.learn(known);
  }

  protected async remove({ project }: ReminderRule): Promise<void> {
    if (!project) return;
    const query = new URLSearchParams({ ...project });
    const answer = await this.errand.ask(`/api/reminders?${query}`, reminders, { method: 'DELETE' });
    if (!answer) return;
    this.asked.set(null);
    if (answer.ok) this.answer.learn(answer.value);
  }
}
