import {
  Component,
  effect,
  ElementRef,
  inject,
  input,
  output,
  untracked,
  ViewEncapsulation,
} from '@angular/core';
import { dressCode } from './dress-code';
import { dressDiagrams } from './dress-diagrams';
import { markdown } from './markdown-script';
import { HeadingNames, type Heading } from './outline';

/** Characters from which on only what is near the reader is laid out. */
const LONG = 60_000;

/**
 * A text in Markdown, drawn piece by piece. The former one stays until the first piece of another is there. It has the
 * class `drawing` until all of it is.
 */
@Component({
  selector: 'hq-markdown-text',
  template: '',
  styleUrl: './prose.css',
  encapsulation: ViewEncapsulation.None,
  host: { class: 'prose' },
})
export class MarkdownText {
  readonly source = input.required<string>();
  /** Names its headings. */
  readonly paper = input.required<string>();
  /** Of the page, without a fragment. */
  readonly address = input('');
  readonly outline = output<readonly Heading[]>();
  /** All of it is there. */
  readonly drawn = output();
  private readonly place = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    effect((onCleanup) => {
      const drawing = new AbortController();
      onCleanup(() => drawing.abort());
      const [source, paper] = [this.source(), this.paper()];
      untracked(() => void this.draw(source, paper, drawing.signal));
    });
  }

  private async draw(source: string, paper: string, signal: AbortSignal): Promise<void> {
    this.place.classList.add('drawing');
    const { renderPieces } = await markdown();
    const names = new HeadingNames(paper);
    const headings: Heading[] = [];
    let isFirst = true;
    for await (const piece of renderPieces(source)) {
      if (signal.aborted) return;
      const box = document.createElement('div');
      box.className = source.length > LONG ? 'piece far' : 'piece';
      box.append(piece);
      headings.push(...this.named(box, names));
      if (isFirst) this.place.replaceChildren(box);
      else this.place.append(box);
      isFirst = false;
    }
    if (signal.aborted) return;
    if (isFirst) this.place.replaceChildren();
    this.place.classList.remove('drawing');
    this.outline.emit(headings);
    this.drawn.emit();
    dressDiagrams(this.place, signal);
    await dressCode(this.place, signal);
  }

  private named(box: HTMLElement, names: HeadingNames): Heading[] {
    return Array.from(box.querySelectorAll<HTMLElement>('h3, h4, h5, h6'), (heading) => {
      const text = heading.textContent.trim();
      heading.id = names.nameFor(text);
      heading.tabIndex = -1;
      heading.append(this.linkTo(heading.id, text));
      return { id: heading.id, text, level: Number(heading.tagName.slice(1)) - 2 };
    });
  }

  private linkTo(id: string, text: string): HTMLAnchorElement {
    const link = document.createElement('a');
    link.className = 'heading-link';
    link.href = `${this.address()}#${encodeURIComponent(id)}`;
    link.textContent = '#';
    link.ariaLabel = $localize`:@@gate.text.link-to-heading:Link to “${text}:heading:”`;
    return link;
  }
}
