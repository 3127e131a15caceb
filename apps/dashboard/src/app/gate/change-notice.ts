import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  output,
  untracked,
  viewChild,
} from '@angular/core';
import type { ChangedSinceRead, GateDetail } from '@codev-hq/protocol';
import { Icon } from '../ui/icon';
import { ArtifactShelf } from './artifacts/artifact-shelf';
import { VersionChanges } from './changes/version-changes';
import { changeItems, titleOf, versionsOf } from './change-items';
import { changedArtifacts, refsOf } from './reading';

/** What moved while somebody read it, line by line. Until they look at the new version nothing can be decided. */
@Component({
  selector: 'hq-change-notice',
  imports: [Icon, VersionChanges],
  templateUrl: './change-notice.html',
  styleUrl: './change-notice.css',
})
export class ChangeNotice {
  private readonly shelf = inject(ArtifactShelf);
  private readonly heading = viewChild.required<ElementRef<HTMLElement>>('heading');

  readonly read = input.required<GateDetail>();
  readonly fresh = input.required<GateDetail>();
  /** What HQ named when it refused a decision. */
  readonly refused = input.required<readonly ChangedSinceRead[]>();
  /** It is what was asked for. */
  readonly answered = input.required<boolean>();
  readonly lookAgain = output();

  protected readonly items = computed(() =>
    changeItems(
      this.read(),
      this.fresh(),
      { read: (path) => this.shelf.text(path), newer: (path) => this.shelf.newerText(path) },
      this.refused(),
    ).map((item) => ({ ...item, title: titleOf(item), versions: versionsOf(item) })),
  );

  constructor() {
    effect(() => {
      const [read, fresh] = [this.read(), this.fresh()];
      const paths = new Set(changedArtifacts(read, fresh).map(({ path }) => path));
      const now = (refsOf(fresh) ?? []).filter(({ path }) => paths.has(path));
      untracked(() => now.forEach((ref) => this.shelf.peek(ref)));
    });
  }

  focus(): void {
    const heading = this.heading().nativeElement;
    heading.scrollIntoView({ block: 'start' });
    heading.focus({ preventScroll: true });
  }
}
