import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import type { HqTrouble } from '../hq-client/hq-http';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';
import { StrandedGates } from '../hq-client/stranded-gates';
import { gateWords } from '../ui/gate-words';
import { Icon } from '../ui/icon';
import { Moment } from '../ui/moment';
import { projectInWords, ProjectName } from '../ui/project-name';
import { Toasts } from '../ui/toasts';
import { troubleWords } from '../ui/trouble-words';
import { wordsInShort } from '../ui/words-in-short';

/** Gates that are pending and wait for nobody now: for a new version, or because nobody seems to work there. */
@Component({
  selector: 'hq-set-apart',
  imports: [Icon, Moment, ProjectName, RouterLink],
  templateUrl: './set-apart.html',
  styleUrl: './set-apart.css',
})
export class SetApart {
  private readonly stranded = inject(StrandedGates);
  private readonly toasts = inject(Toasts);
  protected readonly sentBack = inject(LiveHq).sentBack;
  protected readonly strandedGates = computed(() => this.stranded.all().filter(({ stranded }) => stranded));
  protected readonly mayDecide = inject(Session).mayApprove;
  /** Gates about which something was just said to HQ. */
  protected readonly busy = signal<ReadonlySet<string>>(new Set());

  protected readonly inShort = wordsInShort;

  protected label(gate: WaitingGate): string {
    return gateWords(gate.gate).label;
  }

  protected async bringIn(gate: WaitingGate): Promise<void> {
    await this.say(gate, () => this.stranded.bringIn(gate.gate_id), {
      tone: 'plain',
      headline: $localize`:@@inbox.apart.brought-in:It waits for you again`,
      detail: projectInWords(gate.project_id, gate.title),
    });
  }

  protected async dismiss(gate: WaitingGate): Promise<void> {
    await this.say(gate, () => this.stranded.dismiss(gate.gate_id), {
      tone: 'plain',
      headline: $localize`:@@inbox.apart.dismissed:Dismissed until it is asked for anew`,
      detail: projectInWords(gate.project_id, gate.title),
    });
  }

  private async say(
    { gate_id }: WaitingGate,
    ask: () => Promise<HqTrouble | null>,
    done: { tone: 'plain'; headline: string; detail: string },
  ): Promise<void> {
    this.busy.update((busy) => new Set([...busy, gate_id]));
    const trouble = await ask();
    this.busy.update((busy) => new Set([...busy].filter((id) => id !== gate_id)));
    this.toasts.say(trouble ? { tone: 'stop', headline: NOT_DONE(), detail: detailOf(trouble) } : done);
  }
}

const NOT_DONE = () => $localize`:@@inbox.apart.not-done:HQ did not do that`;

function detailOf(trouble: HqTrouble): string {
  if (trouble.kind === 'unreachable')
    return $localize`:@@inbox.apart.unreachable:HQ did not answer. Check your network, then try again.`;
  if (trouble.kind === 'signed-out' && trouble.detail === undefined)
    return $localize`:@@inbox.apart.signed-out:Sign in with a new link to do that.`;
  return troubleWords(trouble);
}
