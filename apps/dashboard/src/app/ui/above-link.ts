import { Directive, input } from '@angular/core';

/**
 * On what lies above the link that covers its row, so that a pointer finds its title: pressed, it is that link. Nothing is
 * added for the keyboard or a screen reader, which have the link itself. `<a #row …>` … `<span [hqAboveLink]="row">`.
 */
@Directive({
  selector: '[hqAboveLink]',
  host: { class: 'above-link', '(click)': 'press($event)' },
})
export class AboveLink {
  readonly link = input.required<HTMLElement>({ alias: 'hqAboveLink' });

  protected press(event: MouseEvent): void {
    const { ctrlKey, metaKey, shiftKey, altKey, button } = event;
    const keys = { ctrlKey, metaKey, shiftKey, altKey, button };
    this.link().dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...keys }));
  }
}
