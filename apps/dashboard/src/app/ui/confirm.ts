import { Component, input, output } from '@angular/core';
import { Dialog } from './dialog';

/** Asks before something that cannot be taken back. */
@Component({
  selector: 'hq-confirm',
  imports: [Dialog],
  template: `
    <hq-dialog [heading]="heading()" [open]="true" (openChange)="closed.emit()">
      <ng-content />
      <div class="actions">
        <button type="button" class="button quiet" (click)="closed.emit()" i18n="@@ui.confirm.cancel">
          Cancel
        </button>
        <button type="button" class="button stop" [disabled]="busy()" (click)="confirmed.emit()">
          {{ action() }}
        </button>
      </div>
    </hq-dialog>
  `,
  styles: `
    .actions {
      display: flex;
      flex-wrap: wrap;
      justify-content: end;
      gap: var(--space-2);
    }
    @media (max-width: 639px) {
      .button {
        flex: 1;
      }
    }
  `,
})
export class Confirm {
  readonly heading = input.required<string>();
  /** What the button does, in a verb. */
  readonly action = input.required<string>();
  readonly busy = input(false);
  readonly confirmed = output();
  readonly closed = output();
}
