import { Component, computed, input, linkedSignal } from '@angular/core';
import { Icon } from '../../ui/icon';
import { fileHeadings } from '../document/outline';
import { DiffLines } from './diff-lines';
import { linesOf, totalOf, type DiffFile } from './diff-model';

/** Lines of one file, and of all files together, that are drawn without being asked for. */
const MOST_OF_ONE = 600;
const MOST_OF_ALL = 6_000;

/** Files with what changed in each. */
@Component({
  selector: 'hq-diff-view',
  imports: [DiffLines, Icon],
  templateUrl: './diff-view.html',
  styleUrl: './diff-view.css',
})
export class DiffView {
  readonly files = input.required<readonly DiffFile[]>();
  /** Of the paper: names the files in addresses. */
  readonly paper = input('diff');

  protected readonly ids = computed(() =>
    fileHeadings(
      this.paper(),
      this.files().map(({ path }) => path),
    ).map(({ id }) => id),
  );
  protected readonly total = computed(() => totalOf(this.files()));
  protected readonly open = linkedSignal({ source: this.files, computation: openAtFirst });

  protected toggled(file: DiffFile, event: Event): void {
    const isOpen = (event.target as HTMLDetailsElement).open;
    this.open.update((open) => {
      const others = [...open].filter((path) => path !== file.path);
      return new Set(isOpen ? [...others, file.path] : others);
    });
  }

  protected readonly linesOf = linesOf;

  protected words(file: DiffFile): string {
    switch (file.status) {
      case 'added':
        return $localize`:@@gate.diff.new:new`;
      case 'deleted':
        return $localize`:@@gate.diff.deleted:deleted`;
      case 'renamed':
        return $localize`:@@gate.diff.renamed:was ${file.from ?? ''}:path:`;
      case 'changed':
        return '';
    }
  }
}

export function openAtFirst(files: readonly DiffFile[]): ReadonlySet<string> {
  let lines = 0;
  return new Set(
    files.flatMap((file) => {
      const own = linesOf(file);
      if (own > MOST_OF_ONE && files.length > 1) return [];
      lines += own;
      return lines <= MOST_OF_ALL ? [file.path] : [];
    }),
  );
}
