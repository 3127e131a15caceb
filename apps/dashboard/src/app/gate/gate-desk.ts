import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Location } from '@angular/common';
import { Router } from '@angular/router';
import type { ChangedSinceRead, Decision, GateDetail, WaitingGate } from '@codev-hq/protocol';
import type { ArtifactPlace } from '../hq-client/artifacts';
import { LiveHq } from '../hq-client/live-hq';
import { ReadHere } from '../hq-client/read-here';
import { inTurns } from '../ui/in-turns';
import { Shortcuts, type Shortcut } from '../ui/shortcuts';
import { AiReviews } from './artifacts/ai-reviews';
import { ArtifactShelf } from './artifacts/artifact-shelf';
import { PaperNav } from './artifacts/paper-nav';
import { PaperView } from './artifacts/paper-view';
import { allPapers, papersOf, type Paper, type Papers } from './artifacts/papers';
import { readinessOf } from './artifacts/readiness';
import { seenOf } from './artifacts/seen';
import { ChangeNotice } from './change-notice';
import { DecisionPanel, type Wish } from './decision-panel';
import { fragmentIn, wantedBy, type Heading } from './document/outline';
import { OutlineList } from './document/outline-list';
import { OutlineSheet } from './document/outline-sheet';
import { EarlierDecisions } from './earlier-decisions';
import { FileFacts } from './file-facts';
import { GateOverview } from './gate-overview';
import { KeyboardInset } from './keyboard-inset';
import { LookTeller } from './look-teller';
import { following, nextGate } from './next-gate';
import {
  type Change,
  changedArtifacts,
  isAnswered,
  refsOf,
  requestOf,
  sentBackOf,
  type Standing,
} from './reading';
import { RefusedChanges } from './refused-changes';
import { StatusDocument } from './status-document';

const NOTHING: Papers = { subject: [], context: [], reviews: [], pullRequests: [] };

/** What is read on one side, the decision on the other. */
@Component({
  selector: 'hq-gate-desk',
  imports: [
    AiReviews,
    ChangeNotice,
    DecisionPanel,
    EarlierDecisions,
    FileFacts,
    GateOverview,
    KeyboardInset,
    OutlineList,
    OutlineSheet,
    PaperNav,
    PaperView,
    RefusedChanges,
    StatusDocument,
  ],
  providers: [ArtifactShelf, LookTeller],
  templateUrl: './gate-desk.html',
  styleUrl: './gate-desk.css',
})
export class GateDesk {
  private readonly shelf = inject(ArtifactShelf);
  private readonly readHere = inject(ReadHere);
  private readonly live = inject(LiveHq);
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly panel = viewChild(DecisionPanel);
  private readonly sheet = viewChild(OutlineSheet);
  private readonly beside = viewChild<ElementRef<HTMLElement>>('beside');
  private readonly notice = viewChild(ChangeNotice);
  private readonly past = viewChild(EarlierDecisions);

  readonly read = input.required<GateDetail>();
  readonly fresh = input.required<GateDetail>();
  readonly standing = input.required<Standing | undefined>();
  readonly change = input.required<Change | null>();
  /** About the file's gates, newest first. */
  readonly decisions = input.required<readonly Decision[]>();
  readonly online = input.required<boolean>();
  /** What somebody came to do, from the page's address. */
  readonly wish = input.required<Wish | undefined>();
  readonly granted = output();
  readonly lookAgain = output();
  readonly reload = output();

  private readonly gateId = computed(() => this.read().gate_id);
  /** Gates behind this one in the inbox, also when it has left. */
  private readonly behind = linkedSignal<
    { readonly gateId: string; readonly waiting: readonly WaitingGate[] },
    readonly string[]
  >({
    source: () => ({ gateId: this.gateId(), waiting: this.live.waiting() }),
    computation: ({ gateId, waiting }, before) =>
      following(gateId, waiting) ?? (before?.source.gateId === gateId ? before.value : []),
  });
  protected readonly next = computed(() => nextGate(this.read(), this.live.waiting(), this.behind()));
  protected readonly address = computed(() => `/gate/${encodeURIComponent(this.gateId())}`);
  protected readonly place = computed((): ArtifactPlace => {
    const { instance, status_file } = this.read();
    return {
      instance_id: instance.instance_id,
      project_path: status_file.project_path,
      ...(status_file.worktree !== undefined && { worktree: status_file.worktree }),
    };
  });
  /** Once decided a machine lists nothing any more: what was read stays in front of the reader. */
  protected readonly papers = linkedSignal<GateDetail, Papers>({
    source: this.read,
    computation: (read, previous) => {
      const refs = refsOf(read);
      if (refs) return papersOf(read.gate, refs);
      return previous?.source.gate_id === read.gate_id ? previous.value : NOTHING;
    },
  });
  /** What the page's address asks for: a paper, and a heading in it. */
  private readonly wanted = linkedSignal({
    source: this.gateId,
    computation: () => wantedBy(fragmentIn(this.location.path(true))),
  });
  protected readonly paper = computed((): Paper | undefined => {
    const { subject, context } = this.papers();
    const all = [...subject, ...context];
    return all.find(({ key }) => key === this.wanted()?.paper) ?? all[0];
  });
  private readonly paperKey = computed(() => `${this.gateId()} ${this.paper()?.key}`);
  protected readonly heading = computed(() => {
    const wanted = this.wanted();
    return wanted && wanted.paper === this.paper()?.key ? wanted.heading : null;
  });
  protected readonly text = computed(() => {
    const paper = this.paper();
    return paper && this.shelf.text(paper.ref.path);
  });
  private readonly opened = linkedSignal<string, ReadonlySet<string>>({
    source: this.gateId,
    computation: () => new Set(),
  });
  protected readonly readiness = computed(() =>
    readinessOf(this.papers(), ({ ref }) => this.shelf.text(ref.path), this.opened()),
  );
  private readonly drawn = linkedSignal<string, ReadonlyMap<string, string>>({
    source: this.gateId,
    computation: () => new Map(),
  });
  private readonly seen = computed(() =>
    seenOf(this.papers(), ({ ref }) => this.shelf.text(ref.path), {
      versions: this.drawn(),
      opened: this.opened(),
    }),
  );
  protected readonly changedPaths = computed(
    () => new Set(changedArtifacts(this.read(), this.fresh()).map(({ path }) => path)),
  );
  /** What HQ named when it refused a decision, until the reader has looked again. */
  protected readonly refused = linkedSignal<string, readonly ChangedSinceRead[]>({
    source: this.gateId,
    computation: () => [],
  });
  /** HQ tells as it happens; the gate itself stays the same. */
  protected readonly requested = computed(() => requestOf(this.read(), this.live.gates()));
  protected readonly sentBack = computed(() => sentBackOf(this.read(), this.live.gates()));
  /** What changed is what was asked for. */
  protected readonly answered = computed(() => isAnswered(this.read(), this.standing()));
  protected readonly history = computed(
    () => this.read().instance.features?.includes('artifact_history') === true,
  );
  protected readonly earlier = computed(() => {
    const standing = this.standing();
    const shown = standing?.kind === 'decided' ? standing.decision.decision_id : undefined;
    return this.decisions().filter(({ decision_id }) => decision_id !== shown);
  });
  /** First what is read, then the decision, then the record: each is seen before the next is drawn. */
  protected readonly turn = inTurns(2);
  /** What stands below the record comes with it, and is not pushed down by it. */
  protected readonly recordDrawn = signal(false);
  protected readonly headings = signal<readonly Heading[]>([]);
  protected readonly comparing = signal(false);
  protected readonly outline = computed(() => (this.comparing() ? [] : this.headings()));
  protected readonly current = signal<string | null>(null);

  constructor() {
    effect(() => {
      this.shelf.serve(this.gateId(), this.place());
      const { subject } = this.papers();
      const opened = this.paper();
      // Nothing is asked of a machine about a gate that waits for nobody.
      const refs = refsOf(this.read()) ? [...subject, ...(opened ? [opened] : [])] : [];
      untracked(() => refs.forEach(({ ref }) => this.shelf.want(ref)));
    });
    effect(() => {
      this.paperKey();
      untracked(() => this.headings.set([]));
    });
    const looks = inject(LookTeller);
    effect(() => {
      const [read, papers] = [this.read(), this.seen()];
      if (read.waiting && papers) looks.shows({ read, papers });
    });
    effect(() => {
      const wish = this.wish();
      // What is drawn above the panel later would push it out of sight where it stands below the text.
      const isThere = this.recordDrawn() && this.panel() && this.readiness().kind !== 'loading';
      if (wish && isThere) untracked(() => this.grant(wish));
    });
    inject(Shortcuts).offer(this.shortcuts(), inject(DestroyRef));
    effect(() => {
      // A machine that is back can be asked for what it could not give.
      if (!this.online()) return;
      untracked(() => this.askAgain());
    });
  }

  protected open(key: string): void {
    this.go(key);
  }

  /** Kept in the address, so that it can be shared, without adding a step to go back. */
  protected go(fragment: string): void {
    this.wanted.set(null);
    this.wanted.set(wantedBy(fragment));
    this.location.replaceState(`${this.address()}#${encodeURIComponent(fragment)}`);
  }

  protected wasShown(digest: string): void {
    const paper = this.paper();
    if (paper) void this.remember(paper, digest);
  }

  protected wasOpened(paper: Paper): void {
    this.opened.update((opened) => new Set([...opened, paper.key]));
  }

  protected again(): void {
    const paper = this.paper();
    if (paper) this.shelf.again(paper.ref);
  }

  protected look(): void {
    this.refused.set([]);
    this.lookAgain.emit();
  }

  protected stale(changed: readonly ChangedSinceRead[]): void {
    this.refused.set(changed);
    this.reload.emit();
  }

  protected seeChange(): void {
    this.notice()?.focus();
  }

  protected seeEarlier(): void {
    this.past()?.focus();
  }

  /** Leads to the buttons, and presses none of them. */
  private grant(wish: Wish): void {
    this.panel()?.begin(wish);
    this.granted.emit();
  }

  private shortcuts(): readonly Shortcut[] {
    return [
      {
        key: 'a',
        label: () => $localize`:@@gate.key.approve:Go to Approve`,
        when: () => this.panel()?.offersApprove() ?? false,
        run: () => this.panel()?.focusApprove(),
      },
      {
        key: 'r',
        label: () => $localize`:@@gate.key.changes:Go to Request changes`,
        when: () => this.panel()?.offersChanges() ?? false,
        run: () => this.panel()?.focusChanges(),
      },
      {
        key: 'o',
        label: () => $localize`:@@gate.key.outline:Go to the outline`,
        when: () => this.outline().length > 1,
        run: () => this.toOutline(),
      },
      {
        key: 'n',
        label: () => $localize`:@@gate.key.next:Next gate`,
        when: () => this.next() !== null,
        run: () => void this.toNext(),
      },
    ];
  }

  /** Beside the text where there is room for it, else on its sheet. */
  private toOutline(): void {
    const beside = this.beside()?.nativeElement;
    if (beside?.offsetParent) beside.querySelector<HTMLElement>('[aria-current], a')?.focus();
    else this.sheet()?.open();
  }

  private async toNext(): Promise<void> {
    const next = this.next();
    if (next) await this.router.navigate(['/gate', next.gate_id]);
  }

  private async remember(paper: Paper, digest: string): Promise<void> {
    this.wasOpened(paper);
    const text = this.shelf.text(paper.ref.path);
    const gateId = this.gateId();
    if (text?.kind !== 'readable' || text.digest !== digest) return;
    this.drawn.update((drawn) => new Map(drawn).set(paper.ref.path, digest));
    await this.readHere.looked(gateId, paper.ref.path, digest);
    if (!text.truncated) await this.readHere.keepText(digest, text.text);
  }

  private askAgain(): void {
    for (const { ref } of allPapers(this.papers())) {
      const text = this.shelf.text(ref.path);
      if (text?.kind === 'missing' && text.offline) this.shelf.again(ref);
    }
  }
}
