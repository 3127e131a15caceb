import { Component, computed, ElementRef, input, viewChild } from '@angular/core';
import type { Decision } from '@codev-hq/protocol';
import { decisionWords } from '../ui/decision-words';
import { gateWords } from '../ui/gate-words';
import { Moment } from '../ui/moment';
import { FoldedComment } from './folded-comment';

/** What was decided about this file's gates before, and what was said with it. */
@Component({
  selector: 'hq-earlier-decisions',
  imports: [FoldedComment, Moment],
  template: `
    <section aria-labelledby="earlier">
      <h2 #heading id="earlier" tabindex="-1" i18n="@@gate.earlier.title">Earlier decisions</h2>
      <ol>
        @for (entry of entries(); track entry.decision.decision_id) {
          <li>
            <p>
              <strong>{{ entry.decision.approver.name }}</strong> {{ entry.what }}
              <span class="when"
                >{{ entry.label }} · <hq-moment [at]="entry.decision.decided_at" as="date" />{{
                  entry.state
                }}</span
              >
            </p>
            @if (entry.decision.comment; as comment) {
              <hq-folded-comment [comment]="comment" />
            }
          </li>
        }
      </ol>
    </section>
  `,
  styleUrl: './earlier-decisions.css',
})
export class EarlierDecisions {
  readonly decisions = input.required<readonly Decision[]>();

  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  protected readonly entries = computed(() =>
    this.decisions().map((decision) => ({
      decision,
      label: gateWords(decision.gate).label,
      what:
        decision.kind === 'approve'
          ? $localize`:@@gate.earlier.approved:approved`
          : $localize`:@@gate.earlier.requested:requested changes`,
      state: stateOf(decision),
    })),
  );

  focus(): void {
    this.heading().nativeElement.scrollIntoView({ block: 'start' });
    this.heading().nativeElement.focus({ preventScroll: true });
  }
}

function stateOf(decision: Decision): string {
  const { state } = decisionWords(decision, true);
  return state && ` · ${state}`;
}
