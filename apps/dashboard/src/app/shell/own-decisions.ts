import { computed, effect, inject, Service, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { Router } from '@angular/router';
import type { Decision } from '@codev-hq/protocol';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';
import { underWay } from '../hq-client/waiting';
import { decisionWords } from '../ui/decision-words';
import { gateWords } from '../ui/gate-words';
import { projectInWords } from '../ui/project-name';
import { Toasts, type ToastWords } from '../ui/toasts';

/**
 * What became of my decision once I have left its page: said at the screen's edge, as far as HQ knows, and said anew when
 * it moves. There is no undo, so none is offered.
 */
@Service()
export class OwnDecisions {
  private readonly live = inject(LiveHq);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);
  private readonly moved = toSignal(this.router.events, { initialValue: null });
  /** Told already, seen to its end on its own page, or older than this page. */
  private readonly known = new Set<string>();
  private begun = false;

  constructor() {
    effect(() => {
      this.moved();
      if (!this.live.loaded()) return;
      const mine = this.live.decisions().filter(({ approver }) => approver.id === this.session.person()?.id);
      untracked(() => this.look(mine));
    });
  }

  private look(mine: readonly Decision[]): void {
    for (const decision of mine) {
      const { decision_id: id, gate_id } = decision;
      if (this.known.has(id)) continue;
      const moving = underWay(decision);
      if (!this.begun || !moving) this.known.add(id);
      else if (!this.router.url.startsWith(`/gate/${encodeURIComponent(gate_id)}`)) {
        this.known.add(id);
        this.toasts.follow(computed(() => this.wordsOf(decision)));
      }
    }
    this.begun = true;
  }

  private wordsOf(told: Decision): ToastWords {
    const decision = this.live.decisions().find((one) => one.decision_id === told.decision_id) ?? told;
    const online = this.live
      .instances()
      .some((one) => one.instance_id === decision.instance_id && one.online);
    const words = decisionWords(decision, online);
    // What waits for a machine to come back is no news until it does.
    const tone = words.tone === 'wait' && !(online && underWay(decision)) ? 'plain' : words.tone;
    return {
      tone,
      headline: words.headline,
      detail: `${projectInWords(decision.project_id, decision.title)} · ${gateWords(decision.gate).label}. ${words.detail}`,
      link: `/gate/${encodeURIComponent(decision.gate_id)}`,
    };
  }
}
