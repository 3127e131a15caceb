import { Directive, effect, ElementRef, inject, model } from '@angular/core';

/**
 * The browser's own modal dialog, open while its model says so: keeps the focus inside, closes on Escape and on a click
 * beside it, and gives the focus back.
 */
@Directive({
  selector: 'dialog[hqModal]',
  host: { '(close)': 'open.set(false)', '(click)': 'clicked($event)' },
})
export class Modal {
  readonly open = model.required<boolean>({ alias: 'hqModal' });

  constructor() {
    const { nativeElement: dialog } = inject<ElementRef<HTMLDialogElement>>(ElementRef);
    effect(() => {
      if (this.open() && !dialog.open) dialog.showModal();
      if (!this.open() && dialog.open) dialog.close();
    });
  }

  /** The backdrop belongs to the dialog's own element; what is in it has elements of its own. */
  protected clicked(event: Event): void {
    if (event.target === event.currentTarget) this.open.set(false);
  }
}
