import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Decision } from '@codev-hq/protocol';
import { commitOf, decisionWords, refusalInShort } from '../ui/decision-words';
import { gateWords } from '../ui/gate-words';
import { Moment } from '../ui/moment';

/** One past decision: what, by whom, when, and what became of it. */
@Component({
  selector: 'hq-decision-row',
  imports: [Moment, RouterLink],
  template: `
    <div class="line">
      <p class="what">
        <a [routerLink]="['/gate', decision().gate_id]">
          <span class="id">{{ decision().project_id }}</span> {{ gate().label }}
        </a>
      </p>
      <p class="state" [attr.data-tone]="words().tone">{{ words().short }}</p>
    </div>
    @if (reason(); as words) {
      <p class="reason">{{ words }}</p>
    }
    <div class="line">
      <p class="who">{{ decision().approver.name }} · <hq-moment [at]="decision().decided_at" as="ago" /></p>
      @if (commit(); as sha) {
        <code>{{ sha }}</code>
      }
    </div>
  `,
  styleUrl: './decision-row.css',
})
export class DecisionRow {
  readonly decision = input.required<Decision>();
  readonly online = input.required<boolean>();
  protected readonly gate = computed(() => gateWords(this.decision().gate));
  protected readonly words = computed(() => decisionWords(this.decision(), this.online()));
  protected readonly reason = computed(() => refusalInShort(this.decision()));
  protected readonly commit = computed(() => commitOf(this.decision()));
}
