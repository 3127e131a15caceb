import { Component, effect, ElementRef, inject, input, ViewEncapsulation } from '@angular/core';
import { Breath } from '../document/breath';
import type { DiffFile, DiffLine } from './diff-model';
import type { WordPart } from './word-parts';

/** One file's changed lines. Drawn by hand and in slices: thousands of them must not make the page stand still. */
@Component({
  selector: 'hq-diff-lines',
  template: '',
  styleUrl: './diff-lines.css',
  encapsulation: ViewEncapsulation.None,
})
export class DiffLines {
  readonly file = input.required<DiffFile>();
  private readonly place = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    effect((onCleanup) => {
      const drawing = new AbortController();
      onCleanup(() => drawing.abort());
      this.place.replaceChildren();
      void drawLines(this.place, this.file(), drawing.signal);
    });
  }
}

export async function drawLines(place: HTMLElement, file: DiffFile, signal: AbortSignal): Promise<void> {
  const { wordParts } = await import('./word-parts');
  const breath = new Breath();
  for (const { heading, lines } of file.hunks) {
    const hunk = element('div', 'hunk');
    if (place.childElementCount > 0 || heading) hunk.append(element('div', 'between', heading || '⋯'));
    place.append(hunk);
    const parts = wordParts(lines);
    for (const line of lines) {
      hunk.append(row(line, parts.get(line)));
      await breath.taken();
      if (signal.aborted) return;
    }
  }
}

function row(line: DiffLine, parts: readonly WordPart[] | undefined): HTMLElement {
  const drawn = element('div', `line ${line.kind}`);
  drawn.append(number(line.before), number(line.after));
  const tag = line.kind === 'added' ? 'ins' : line.kind === 'deleted' ? 'del' : 'span';
  const text = element(tag, 'text');
  if (parts)
    text.append(...parts.map(({ text: words, changed }) => (changed ? element('b', '', words) : words)));
  else text.textContent = line.text;
  drawn.append(text);
  return drawn;
}

/** Numbers are for the eye: read aloud they would stand before every line. */
function number(value: number | undefined): HTMLElement {
  const drawn = element('span', 'number', value === undefined ? '' : String(value));
  drawn.ariaHidden = 'true';
  return drawn;
}

function element(tag: string, name: string, text?: string): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (text !== undefined) made.textContent = text;
  return made;
}
