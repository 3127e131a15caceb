import { Component, computed, input, output, signal } from '@angular/core';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';
import { OutlineList } from './outline-list';
import type { Heading } from './outline';

/** Where there is no room for the outline beside the text: the current heading at the top, and all of them on a sheet. */
@Component({
  selector: 'hq-outline-sheet',
  imports: [Dialog, Icon, OutlineList],
  template: `
    <button type="button" class="opener" aria-haspopup="dialog" (click)="isOpen.set(true)">
      <span i18n="@@gate.outline.open">Outline</span>
      @if (here(); as here) {
        <span class="here">{{ here }}</span>
      }
      <hq-icon name="forward" />
    </button>
    <hq-dialog heading="Outline" i18n-heading="@@gate.outline.title" [(open)]="isOpen">
      <hq-outline-list
        [headings]="headings()"
        [current]="current()"
        [address]="address()"
        (went)="go($event)"
      />
    </hq-dialog>
  `,
  styleUrl: './outline-sheet.css',
})
export class OutlineSheet {
  readonly headings = input.required<readonly Heading[]>();
  readonly current = input.required<string | null>();
  readonly address = input.required<string>();
  readonly went = output<string>();

  protected readonly isOpen = signal(false);
  protected readonly here = computed(() => this.headings().find(({ id }) => id === this.current())?.text);

  open(): void {
    this.isOpen.set(true);
  }

  protected go(id: string): void {
    this.isOpen.set(false);
    this.went.emit(id);
  }
}
