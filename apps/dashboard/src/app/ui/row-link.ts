import { Directive, DOCUMENT, inject, input, signal } from '@angular/core';
import { exactTime } from './age-format';

/**
 * On the link that covers its row (which is `position: relative`): wherever it is pressed, with whichever button or key, the
 * row is that link. A time that lies below it keeps its title: the exact time, while the pointer is on it.
 */
@Directive({
  selector: 'a[hqRowLink]',
  host: { class: 'row-link', '[attr.title]': 'time() ?? own()', '(pointermove)': 'look($event)' },
})
export class RowLink {
  private readonly document = inject(DOCUMENT);
  /** The link's own title. */
  readonly title = input('', { alias: 'hqRowLink' });
  protected readonly time = signal<string | null>(null);
  protected readonly own = () => this.title() || null;

  protected look({ clientX, clientY }: PointerEvent): void {
    const below = this.document.elementsFromPoint(clientX, clientY);
    const at = below.find((element) => element instanceof HTMLTimeElement)?.dateTime;
    this.time.set(at ? exactTime(at) : null);
  }
}
