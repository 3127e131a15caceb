import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  linkedSignal,
  model,
  output,
  resource,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import type { Decision } from '@codev-hq/protocol';
import { MAX_ARTIFACT_BYTES } from '@codev-hq/protocol/limits';
import type { ArtifactPlace } from '../../hq-client/artifacts';
import { ReadHere } from '../../hq-client/read-here';
import { Notice } from '../../ui/notice';
import { Segmented } from '../../ui/segmented';
import { baseOfDecision, baseOfLook, type Base } from '../changes/comparison-bases';
import { ChangesSince } from '../changes/changes-since';
import { DiffView } from '../changes/diff-view';
import { viewsOf, wholeText } from '../changes/views';
import { codeFirst } from '../changes/code-first';
import { parseUnifiedDiff } from '../changes/unified-diff';
import { MarkdownText } from '../document/markdown-text';
import { fileHeadings, type Heading } from '../document/outline';
import { goToBlock, ReadingPlace } from '../document/reading-place';
import { paperTitle, sizeInWords } from './paper-words';
import type { PaperText } from './paper-text';
import type { Paper } from './papers';
import { shortDigest } from './text-digest';

/** Blocks from the top that are no place to go back to. */
const BARELY_BEGUN = 3;

/** One text that is read before deciding: itself, or what has changed in it. */
@Component({
  selector: 'hq-paper',
  imports: [ChangesSince, DiffView, MarkdownText, Notice, Segmented],
  templateUrl: './paper-view.html',
  styleUrl: './paper-view.css',
})
export class PaperView {
  private readonly readHere = inject(ReadHere);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly article = viewChild<MarkdownText, ElementRef<HTMLElement>>(MarkdownText, {
    read: ElementRef,
  });

  readonly gateId = input.required<string>();
  readonly paper = input.required<Paper>();
  readonly text = input.required<PaperText | undefined>();
  readonly place = input.required<ArtifactPlace>();
  readonly machine = input.required<string>();
  /** Whether the machine can give what a commit has. */
  readonly history = input.required<boolean>();
  /** About the file's gates, newest first. */
  readonly decisions = input.required<readonly Decision[]>();
  readonly address = input.required<string>();
  /** The heading that the page's address names. */
  readonly heading = input.required<string | null>();
  readonly outline = model<readonly Heading[]>([]);
  readonly current = model<string | null>(null);
  /** An earlier version is beside it, and its headings are not there. */
  readonly comparing = model(false);
  /** It was really shown: its digest. */
  readonly shown = output<string>();
  readonly again = output();

  protected readonly shortDigest = shortDigest;
  protected readonly title = computed(() => paperTitle(this.paper()));
  protected readonly readable = computed(() => {
    const text = this.text();
    return text?.kind === 'readable' ? text : null;
  });
  protected readonly missing = computed(() => {
    const text = this.text();
    return text?.kind === 'missing' ? text : null;
  });
  /** Null when it is too long to be counted. */
  protected readonly size = computed(() => {
    const size = this.readable()?.size ?? this.paper().ref.size;
    return size === undefined ? null : sizeInWords(size);
  });
  protected readonly shownSize = sizeInWords(MAX_ARTIFACT_BYTES);
  protected readonly files = computed(() => {
    const text = this.readable();
    return text && this.paper().ref.kind === 'diff' ? codeFirst(parseUnifiedDiff(text.text)) : null;
  });
  private readonly digest = computed(() => this.readable()?.digest);
  private readonly path = computed(() => this.paper().ref.path);
  private readonly key = computed(() => this.paper().key);
  private readonly version = computed(() => {
    const digest = this.digest();
    return digest === undefined ? undefined : { digest, path: this.path(), gateId: this.gateId() };
  });

  private readonly looked = resource({
    params: () => this.version(),
    loader: async ({ params }) =>
      baseOfLook(await this.readHere.look(params.gateId, params.path), params.digest),
  });
  readonly sinceLook = computed(() => (this.looked.hasValue() ? this.looked.value() : null));
  readonly sinceDecision = computed((): Base | null => {
    const version = this.version();
    return version ? baseOfDecision(this.decisions(), version.path, version.digest) : null;
  });
  private readonly views = viewsOf(
    this.key,
    this,
    computed(() => (this.files() ? $localize`:@@gate.paper.all-files:All files` : wholeText())),
  );
  protected readonly view = this.views.view;
  protected readonly segments = this.views.segments;
  protected readonly base = this.views.base;

  /** Brought back to where the reader was before. */
  protected readonly resumed = linkedSignal({ source: this.key, computation: () => false });
  private readonly reached = signal('');

  constructor() {
    // A diff is there as soon as it is read.
    effect(() => {
      const files = this.files();
      if (!files || this.looked.isLoading()) return;
      const paths = files.map(({ path }) => path);
      untracked(() => {
        this.outline.set(fileHeadings(this.paper().key, paths));
        this.isShown();
      });
    });
    effect((onCleanup) => {
      const article = this.article()?.nativeElement;
      if (!article) return;
      const place = new ReadingPlace(article, {
        block: (block) => void this.keepPlace(block),
        heading: (id) => this.current.set(id),
      });
      onCleanup(() => place.close());
    });
    effect(() => {
      const compares = this.base() !== null;
      untracked(() => this.comparing.set(compares));
    });
    effect(() => {
      const heading = this.heading();
      if (heading !== null) untracked(() => this.goTo(heading));
    });
  }

  protected async drawn(): Promise<void> {
    const heading = this.heading();
    if (heading !== null) this.goTo(heading);
    else await this.resume();
    this.isShown();
  }

  protected startOver(): void {
    this.resumed.set(false);
    this.host.scrollIntoView({ block: 'start' });
  }

  private isShown(): void {
    const digest = this.readable()?.digest;
    if (digest !== undefined) this.shown.emit(digest);
  }

  private goTo(heading: string): void {
    const target = document.getElementById(heading);
    target?.scrollIntoView({ block: 'start' });
    target?.focus({ preventScroll: true });
  }

  private async resume(): Promise<void> {
    const version = this.version();
    if (!version || this.reached() === version.digest) return;
    this.reached.set(version.digest);
    const block = await this.readHere.place(version.gateId, version.digest);
    const article = this.article()?.nativeElement;
    if (article && block > BARELY_BEGUN && scrollY === 0) this.resumed.set(goToBlock(article, block));
  }

  private async keepPlace(block: number): Promise<void> {
    const version = this.version();
    if (version && this.reached() === version.digest)
      await this.readHere.keepPlace(version.gateId, version.digest, block);
  }
}
