import { Component, computed, input, resource } from '@angular/core';
import { changesBetween, type Versions } from './changes-between';
import { DiffLines } from './diff-lines';
import { totalOf } from './diff-model';
import { DiffView } from './diff-view';

/** What changed between two versions of a text, or of what was built. */
@Component({
  selector: 'hq-version-changes',
  imports: [DiffLines, DiffView],
  templateUrl: './version-changes.html',
  styleUrl: './version-changes.css',
})
export class VersionChanges {
  readonly versions = input.required<Versions>();

  protected readonly changes = resource({
    params: () => this.versions(),
    loader: ({ params, abortSignal }) => changesBetween(params, abortSignal),
  });
  protected readonly found = computed(() => (this.changes.hasValue() ? this.changes.value() : undefined));
  protected readonly files = computed(() => {
    const found = this.found();
    return found?.kind === 'files' ? found.files : [];
  });
  protected readonly dropped = computed(() => {
    const found = this.found();
    return found?.kind === 'files' ? found.dropped : [];
  });
  protected readonly total = computed(() => totalOf(this.files()));
  /** A text that is its only file needs no name above it. */
  protected readonly only = computed(() => (this.versions().kind === 'diff' ? undefined : this.files()[0]));
}
