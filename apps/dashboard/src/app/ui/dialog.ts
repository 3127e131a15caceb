import { Component, input, model } from '@angular/core';
import { Icon } from './icon';
import { Modal } from './modal';

let opened = 0;

/** A question or a sheet before everything else. On a phone it comes from below, within the thumb's reach. */
@Component({
  selector: 'hq-dialog',
  imports: [Icon, Modal],
  template: `
    <dialog [(hqModal)]="open" [class.wide]="wide()" [attr.aria-labelledby]="id">
      @if (open()) {
        <div class="box">
          <header>
            <h2 [id]="id">{{ heading() }}</h2>
            <button
              type="button"
              class="button bare"
              (click)="open.set(false)"
              aria-label="Close"
              i18n-aria-label="@@ui.dialog.close"
            >
              <hq-icon name="cross" />
            </button>
          </header>
          <ng-content />
        </div>
      }
    </dialog>
  `,
  styleUrl: './dialog.css',
})
export class Dialog {
  readonly heading = input.required<string>();
  readonly wide = input(false);
  readonly open = model.required<boolean>();

  protected readonly id = `dialog-${(opened += 1)}`;
}
