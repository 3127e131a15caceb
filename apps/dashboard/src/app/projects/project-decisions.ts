import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Decision } from '@codev-hq/protocol';
import { LiveHq } from '../hq-client/live-hq';
import { newerDecision } from '../hq-client/live-state';
import { commitOf, decisionWords } from '../ui/decision-words';
import { decisionsAbout } from '../ui/gate-proof';
import { gateWords } from '../ui/gate-words';
import { Moment } from '../ui/moment';
import { wordsInShort } from '../ui/words-in-short';
import { RowLink } from '../ui/row-link';
import type { ProjectEntry } from '../hq-client/project-entry';

/** What people decided about a project, newest first, each as it stands now. */
@Component({
  selector: 'hq-project-decisions',
  imports: [Moment, RouterLink, RowLink],
  template: `
    <ul>
      @for (decision of decisions(); track decision.decision_id) {
        @let words = inWords(decision);
        <li>
          <p class="what">
            <a hqRowLink [routerLink]="['/decisions', decision.decision_id]">{{ label(decision) }}</a>
          </p>
          <p class="state" [attr.data-tone]="words.tone">
            {{ words.short }}
            @if (commit(decision); as sha) {
              <code>{{ sha }}</code>
            }
          </p>
          <p class="who">
            {{ decision.approver.name }} ·
            <hq-moment [at]="decision.decided_at" as="ago" />
            @if (decision.comment; as comment) {
              <span class="comment" i18n="@@project.comment">“{{ inShort(comment) }}”</span>
            }
          </p>
        </li>
      } @empty {
        <li class="none" i18n="@@project.no-decision">Nobody has decided anything about it here yet.</li>
      }
    </ul>
  `,
  styleUrl: './project-decisions.css',
})
export class ProjectDecisions {
  private readonly live = inject(LiveHq);
  readonly entry = input.required<ProjectEntry>();
  /** What the timeline tells: it goes further back than what is live. */
  readonly told = input.required<readonly Decision[]>();

  protected readonly decisions = computed(() => {
    const { machine, file } = this.entry();
    const known = new Map(this.told().map((decision) => [decision.decision_id, decision]));
    for (const decision of decisionsAbout(
      { ...file, instance_id: machine.instance_id },
      this.live.decisions(),
    ))
      known.set(decision.decision_id, newerDecision(known.get(decision.decision_id), decision));
    return [...known.values()].sort((a, b) => b.decided_at.localeCompare(a.decided_at));
  });

  protected readonly inShort = wordsInShort;

  protected inWords(decision: Decision) {
    return decisionWords(decision, this.entry().machine.online);
  }

  protected label({ gate }: Decision): string {
    return gateWords(gate).label;
  }

  protected commit(decision: Decision): string | null {
    return commitOf(decision);
  }
}
