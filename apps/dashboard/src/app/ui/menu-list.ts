import { Directive, ElementRef, inject } from '@angular/core';

/** A popover with things of class `item` to choose from: arrow keys go through them, choosing one closes it. */
@Directive({
  selector: '[popover][hqMenuList]',
  host: {
    tabindex: '-1',
    '(toggle)': 'toggled($event)',
    '(keydown.arrowdown)': 'move($event, 1)',
    '(keydown.arrowup)': 'move($event, -1)',
    '(click)': 'chosen()',
  },
})
export class MenuList {
  private readonly list = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected toggled(event: Event): void {
    if ('newState' in event && event.newState === 'open') this.items()[0]?.focus();
  }

  protected move(event: Event, by: 1 | -1): void {
    event.preventDefault();
    const items = this.items();
    const at = items.findIndex((item) => item === document.activeElement);
    items[(at + by + items.length) % items.length]?.focus();
  }

  protected chosen(): void {
    this.list.hidePopover();
  }

  private items(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('.item:not(:disabled)')];
  }
}
