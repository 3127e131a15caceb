import { Component, inject, model } from '@angular/core';
import { Dialog } from '../ui/dialog';
import { KeyName } from '../ui/key-name';
import { Shortcuts } from '../ui/shortcuts';

/** What the keyboard does here. */
@Component({
  selector: 'hq-shortcut-sheet',
  imports: [Dialog, KeyName],
  template: `
    <hq-dialog [(open)]="open" heading="Keyboard shortcuts" i18n-heading="@@shell.shortcuts.heading">
      <dl>
        @for (shortcut of shortcuts.all(); track shortcut) {
          <div>
            <dt><hq-key [of]="shortcut.key" /></dt>
            <dd>{{ shortcut.label() }}</dd>
          </div>
        }
      </dl>
    </hq-dialog>
  `,
  styles: `
    dl div {
      display: grid;
      grid-template-columns: 72px minmax(0, 1fr);
      align-items: center;
      padding: var(--space-2) 0;
    }
    dl div + div {
      border-top: 1px solid var(--line);
    }
  `,
})
export class ShortcutSheet {
  protected readonly shortcuts = inject(Shortcuts);
  readonly open = model.required<boolean>();
}
