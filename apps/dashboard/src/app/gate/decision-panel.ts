import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import { RouterLink } from '@angular/router';
import type {
  ApproveRequest,
  ChangedSinceRead,
  ChangesRequested,
  GateDetail,
  WaitingGate,
} from '@codev-hq/protocol';
import type { ApprovalResult } from '../hq-client/approvals';
import { Session } from '../hq-client/session';
import { isTime } from '../ui/age-format';
import { decisionWords } from '../ui/decision-words';
import { gateWords } from '../ui/gate-words';
import { Icon, type IconName } from '../ui/icon';
import { Moment } from '../ui/moment';
import { projectInWords } from '../ui/project-name';
import { approvalOf } from './approval-of';
import { wordsOfLack, type Readiness } from './artifacts/readiness';
import { commentDraft, keepCommentDraft } from '../hq-client/comment-drafts';
import { CommentField } from './comment-field';
import { DecisionNews } from './decision-news';
import { DecisionProgress } from './decision-progress';
import { DecisionSender } from './decision-sender';
import { panelHeading, versionOnButton, versionsInWords } from './panel-words';
import type { Change, Standing } from './reading';

/** What somebody came to a gate to do. */
export type Wish = 'approve' | 'changes';

export function wishIn(words: string | undefined): Wish | undefined {
  return words === 'approve' || words === 'changes' ? words : undefined;
}

/** Where a person decides, and sees what became of it. Never says more than is known. */
@Component({
  selector: 'hq-decision-panel',
  imports: [CommentField, DecisionNews, DecisionProgress, Icon, Moment, RouterLink],
  providers: [DecisionSender],
  templateUrl: './decision-panel.html',
  styleUrl: './decision-panel.css',
})
export class DecisionPanel {
  private readonly session = inject(Session);
  private readonly sender = inject(DecisionSender);
  private readonly injector = inject(Injector);
  private readonly field = viewChild(CommentField);
  private readonly headline = viewChild.required<ElementRef<HTMLElement>>('headline');
  private readonly approveButton = viewChild<ElementRef<HTMLButtonElement>>('approveButton');
  private readonly accept = viewChild<ElementRef<HTMLInputElement>>('accept');
  private readonly changesButton = viewChild<ElementRef<HTMLButtonElement>>('changesButton');

  readonly read = input.required<GateDetail>();
  readonly standing = input.required<Standing>();
  readonly change = input.required<Change | null>();
  /** That change is what was asked for. */
  readonly answered = input.required<boolean>();
  readonly online = input.required<boolean>();
  /** Whether what is decided about is there to be read, and its versions. */
  readonly readiness = input.required<Readiness>();
  /** The gate waits for a new version: changes were requested of this one. */
  readonly requested = input.required<ChangesRequested | undefined>();
  /** The gate to go on to; none when nothing else waits. */
  readonly next = input<WaitingGate | null>(null);
  readonly lookAgain = output();
  readonly seeChange = output();
  readonly seeEarlier = output();
  /** HQ refused because what was read is not what is there. */
  readonly stale = output<readonly ChangedSinceRead[]>();

  private readonly gateId = computed(() => this.read().gate_id);
  protected readonly comment = linkedSignal({ source: this.gateId, computation: commentDraft });
  protected readonly commentOpen = linkedSignal({
    source: this.gateId,
    computation: (gateId) => commentDraft(gateId) !== '',
  });
  /** What is written asks for changes, which nothing can do without words. */
  protected readonly forChanges = linkedSignal({ source: this.gateId, computation: () => false });
  /** It was sent without any. */
  protected readonly wordless = linkedSignal({ source: this.gateId, computation: () => false });
  /** On a phone, what became of it is one line until it is opened. */
  protected readonly opened = linkedSignal({ source: this.gateId, computation: () => false });
  /** "Approve without the text": said of exactly these papers, and asked again for others. */
  private readonly lackingNow = computed(() => JSON.stringify([this.gateId(), this.readiness().lacking]));
  protected readonly accepted = linkedSignal({
    source: this.lackingNow,
    computation: () => false,
  });

  protected readonly isTime = isTime;
  protected readonly sending = this.sender.sending;
  protected readonly busy = this.sender.busy;
  protected readonly unknown = this.sender.unknown;
  protected readonly missing = this.sender.missing;
  protected readonly away = this.sender.away;
  protected readonly me = computed(() => this.session.person()?.name ?? $localize`:@@gate.panel.you:you`);
  protected readonly machine = computed(() => this.read().instance.instance_name);
  /** HQ is told of a repository by its remote; without one it cannot tell whether anything will be committed. */
  protected readonly inRepository = computed(() => {
    const { instance, status_file } = this.read();
    const project = instance.projects.find(({ path }) => path === status_file.project_path);
    return project?.git_remote !== undefined;
  });
  protected readonly lacks = computed(() => this.readiness().kind === 'lacking');
  protected readonly onlyCutOff = computed(() =>
    this.readiness().lacking.every(({ why }) => why === 'truncated'),
  );
  protected readonly mayApprove = computed(() => {
    const { kind } = this.readiness();
    return !this.busy() && (kind === 'ready' || (kind === 'lacking' && this.accepted()));
  });
  /** Something else comes first: the words that ask for changes, or the new version that was asked for. */
  protected readonly approveQuietly = computed(() => this.forChanges() || this.requested() !== undefined);
  protected readonly version = computed(() => versionOnButton(this.readiness()));
  protected readonly versions = computed(() => versionsInWords(this.readiness()));
  /** What became of it, at a glance. */
  protected readonly mark = computed((): { name: IconName; tone: string } | null => {
    const standing = this.standing();
    if (standing.kind !== 'decided') return null;
    const { tone } = decisionWords(standing.decision, this.online());
    return { name: tone === 'go' ? 'check' : 'send', tone };
  });
  protected readonly mayRequestChanges = computed(
    () => this.read().instance.features?.includes('rejection') === true,
  );
  protected readonly nextLabel = computed(() => {
    const next = this.next();
    return next ? `${projectInWords(next.project_id, next.title)} · ${gateWords(next.gate).label}` : '';
  });
  /** There is nothing more to do here. */
  protected readonly isDone = computed(
    () => this.standing().kind !== 'open' || this.requested() !== undefined,
  );
  private readonly moved = computed(() => {
    if (this.change()) return this.answered() ? 'answered' : 'changed';
    return this.requested() ? 'sent-back' : null;
  });
  protected readonly heading = computed(() => panelHeading(this.standing(), this.moved(), this.online()));

  constructor() {
    effect(() => this.sender.serve(this.gateId()));
    effect(() => {
      const standing = this.standing();
      if (standing.kind === 'decided' && standing.decision.approver.id === this.session.person()?.id)
        untracked(() => this.done());
    });
  }

  /** Whether there is such a button that can be pressed. */
  readonly offersApprove = computed(() => this.approveTarget() !== undefined);
  readonly offersChanges = computed(
    () => this.changesButton() !== undefined && !this.busy() && this.readiness().kind !== 'loading',
  );

  focusApprove(): void {
    this.approveTarget()?.focus();
  }

  /** Makes ready what somebody came to do. They do it: nothing is decided here. */
  begin(wish: Wish): void {
    if (this.standing().kind !== 'open' || this.change()) return;
    const changes = wish === 'changes' && this.mayRequestChanges();
    if (changes) this.askForChanges();
    const ready = () => {
      if (changes) return this.field()?.focus();
      // Who came for changes finds no other button under their finger.
      const target = wish === 'approve' ? this.approveTarget() : this.headline().nativeElement;
      target?.focus({ preventScroll: true });
    };
    afterNextRender(ready, { injector: this.injector });
  }

  focusChanges(): void {
    this.changesButton()?.nativeElement.focus();
  }

  /** What lacks to be read is accepted first, by hand. */
  private approveTarget(): HTMLElement | undefined {
    const accept = this.accepted() ? undefined : this.accept();
    if (accept) return accept.nativeElement;
    return this.mayApprove() ? this.approveButton()?.nativeElement : undefined;
  }

  protected write(words: string): void {
    this.comment.set(words);
    keepCommentDraft(this.gateId(), words);
    if (words.trim()) this.wordless.set(false);
  }

  protected async approve(): Promise<void> {
    if (this.mayApprove()) await this.decide(false);
  }

  /** Needs words: without them the comment is opened for them, and asked once more it says so. */
  protected async requestChanges(): Promise<void> {
    if (this.away()) return;
    if (this.comment().trim()) return this.decide(true);
    this.wordless.set(this.forChanges());
    this.askForChanges();
    afterNextRender(() => this.field()?.focus(), { injector: this.injector });
  }

  protected async tryAgain(): Promise<void> {
    this.settle(await this.sender.again(this.newestKnown()));
  }

  protected toggleComment(): void {
    this.commentOpen.update((open) => !open);
    if (!this.commentOpen()) this.forChanges.set(false);
    this.wordless.set(false);
    if (this.commentOpen()) afterNextRender(() => this.field()?.focus(), { injector: this.injector });
  }

  protected look(): void {
    this.sender.forget();
    this.lookAgain.emit();
    this.headline().nativeElement.focus({ preventScroll: true });
  }

  private askForChanges(): void {
    this.forChanges.set(true);
    this.commentOpen.set(true);
  }

  /** The words went with the decision. */
  private done(): void {
    this.write('');
    this.commentOpen.set(false);
    this.forChanges.set(false);
  }

  private async decide(changes: boolean): Promise<void> {
    const request = this.request();
    if (request && !this.change()) this.settle(await this.sender.send(request, changes, this.newestKnown()));
  }

  private request(): ApproveRequest | null {
    const { bound, lacking } = this.readiness();
    const record = lacking.length > 0 ? { record: wordsOfLack(lacking, this.machine()) } : {};
    return approvalOf(this.read(), bound, { comment: this.comment(), ...record });
  }

  private settle(result: ApprovalResult | null): void {
    if (!result) return;
    if (result.kind === 'stale') this.stale.emit(result.changed ?? []);
    // The button that had the focus may be gone.
    this.headline().nativeElement.focus({ preventScroll: true });
  }

  private newestKnown(): string | undefined {
    const standing = this.standing();
    return 'earlier' in standing ? standing.earlier?.decision_id : undefined;
  }
}
