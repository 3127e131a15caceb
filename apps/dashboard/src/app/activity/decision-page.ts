import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { decision as decisionShape, type Decision } from '@codev-hq/protocol/decision';
import { askHq } from '../hq-client/hq-http';
import { LiveHq } from '../hq-client/live-hq';
import { newerDecision } from '../hq-client/live-state';
import { reading } from '../hq-client/reading';
import { causeWords } from '../ui/cause-words';
import { commitOf, decisionWords, splitGitWords } from '../ui/decision-words';
import { Empty } from '../ui/empty';
import { gateWords } from '../ui/gate-words';
import { GitWords } from '../ui/git-words';
import { Icon } from '../ui/icon';
import { MachineChip } from '../ui/machine-chip';
import { Moment } from '../ui/moment';
import { Notice } from '../ui/notice';
import { PageHeading } from '../ui/page-heading';
import { ProjectName } from '../ui/project-name';
import { Trouble } from '../ui/trouble';
import { stateInShort } from '../ui/decision-state';
import { wordsInShort } from '../ui/words-in-short';
import { Skeleton } from '../ui/skeleton';
import { boundTo } from './decision-facts';

/** One decision: who, what it was bound to, how it went step by step, and what proves it. */
@Component({
  selector: 'hq-decision-page',
  imports: [
    Empty,
    GitWords,
    Icon,
    MachineChip,
    Moment,
    Notice,
    PageHeading,
    ProjectName,
    RouterLink,
    Skeleton,
    Trouble,
  ],
  templateUrl: './decision-page.html',
  styleUrl: './decision-page.css',
})
export class DecisionPage {
  private readonly live = inject(LiveHq);
  readonly id = input.required<string>();

  protected readonly read = reading({
    params: () => this.id(),
    about: (id) => id,
    ask: (id, signal) =>
      askHq(`/api/decisions/${encodeURIComponent(id)}`, decisionShape, { signal, withProof: true }),
  });
  /** As it stands now: what is live may know more steps than what was read. */
  protected readonly decision = computed<Decision | undefined>(() => {
    const [read, heard] = [
      this.read.value(),
      this.live.decisions().find((one) => one.decision_id === this.id()),
    ];
    return heard ? newerDecision(read, heard) : read;
  });
  protected readonly gone = computed(() => {
    const trouble = this.read.trouble();
    return trouble?.kind === 'refused' && trouble.problem.status === 404 && !this.decision();
  });
  protected readonly machine = computed(() =>
    this.live.instances().find(({ instance_id }) => instance_id === this.decision()?.instance_id),
  );
  protected readonly online = computed(() => this.machine()?.online ?? false);
  protected readonly words = computed(() => {
    const decision = this.decision();
    return decision && decisionWords(decision, this.online());
  });
  protected readonly gate = computed(() => gateWords(this.decision()?.gate ?? ''));
  protected readonly bound = computed(() => boundTo(this.decision()?.expected ?? {}));
  protected readonly commit = computed(() => {
    const outcome = this.decision()?.outcome;
    return outcome && 'commit' in outcome ? outcome.commit : undefined;
  });
  /** A request for changes that no file can say: a porch gate just stays closed. */
  protected readonly needsNoCommit = computed(() => {
    const decision = this.decision();
    if (decision?.kind !== 'request_changes' || decision.state !== 'applied') return false;
    return !decision.status_file.endsWith('.md');
  });
  protected readonly pushed = computed(() => {
    const outcome = this.decision()?.outcome;
    return outcome && 'pushed' in outcome ? outcome.pushed : undefined;
  });
  protected readonly title = computed(() => {
    const decision = this.decision();
    return decision ? `${this.gate().label} · ${decision.project_id}` : this.id();
  });
  /** The way to the project's page, while its machine is known and serves it. */
  protected readonly project = computed(() => {
    const decision = this.decision();
    const serves = this.machine()?.projects.find(({ path }) => path === decision?.project_path);
    return decision && serves ? ['/projects', decision.instance_id, serves.name, decision.project_id] : null;
  });

  protected readonly inShort = wordsInShort;

  protected stateOf(decision: Decision, state: Decision['state']) {
    return stateInShort(decision.kind, state);
  }

  /** What git printed stands above already. What a machine says is English. */
  protected causeOf(cause: string): { readonly words: string; readonly lang: 'en' | null } {
    const known = causeWords(cause);
    return { words: known ?? splitGitWords(cause).words, lang: known === null ? 'en' : null };
  }

  protected short(decision: Decision): string {
    return commitOf(decision) ?? '';
  }
}
