import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ActivityEntry } from '@codev-hq/protocol';
import { reader } from '../../locale/language';
import { exactTime } from '../ui/age-format';
import { Icon } from '../ui/icon';
import { RowLink } from '../ui/row-link';
import { projectInWords } from '../ui/project-name';
import { stateInShort } from '../ui/decision-state';
import { activityWords } from './activity-words';

/** One thing that happened: when, what, where, and the way to more of it. */
@Component({
  selector: 'hq-activity-row',
  imports: [Icon, RouterLink, RowLink],
  templateUrl: './activity-row.html',
  styleUrl: './activity-row.css',
})
export class ActivityRow {
  readonly entry = input.required<ActivityEntry>();
  protected readonly words = computed(() => activityWords(this.entry()));
  protected readonly link = computed(() => {
    const { decision, gate_id, kind } = this.entry();
    if (decision) return ['/decisions', decision.decision_id];
    return gate_id !== undefined && kind === 'gate-requested' ? ['/gate', gate_id] : null;
  });
  protected readonly project = computed(() => {
    const { instance_id, project_name, project_id, title } = this.entry();
    if (instance_id === undefined || project_name === undefined || project_id === undefined) return null;
    return {
      path: ['/projects', instance_id, project_name, project_id],
      name: projectInWords(project_id, title),
    };
  });
  protected readonly time = computed(() =>
    new Intl.DateTimeFormat(reader.locale, { timeStyle: 'short' }).format(Date.parse(this.entry().at)),
  );
  protected readonly exact = computed(() => exactTime(this.entry().at));
  /** Of a decision that is not simply done. */
  protected readonly state = computed(() => {
    const { decision } = this.entry();
    return decision && decision.state !== 'applied' ? stateInShort(decision.kind, decision.state) : null;
  });
}
