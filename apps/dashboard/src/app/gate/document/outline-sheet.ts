import { Component, computed, ElementRef, input, output, viewChild } from '@angular/core';
import { Icon } from '../../ui/icon';
import { OutlineList } from './outline-list';
import type { Heading } from './outline';

/** Where there is no room for the outline beside the text: the current heading at the top, and all of them on a sheet. */
@Component({
  selector: 'hq-outline-sheet',
  imports: [Icon, OutlineList],
  template: `
    <button type="button" class="opener" aria-haspopup="dialog" (click)="open()">
      <span i18n="@@gate.outline.open">Outline</span>
      @if (here(); as here) {
        <span class="here">{{ here }}</span>
      }
      <hq-icon name="forward" />
    </button>
    <dialog #sheet aria-labelledby="outline-title" closedby="any">
      <div class="inside">
        <div class="head">
          <h2 id="outline-title" i18n="@@gate.outline.title">Outline</h2>
          <button type="button" class="button quiet" (click)="close()" i18n="@@gate.outline.close">
            Close
          </button>
        </div>
        <hq-outline-list
          [headings]="headings()"
          [current]="current()"
          [address]="address()"
          (went)="close(); went.emit($event)"
        />
      </div>
    </dialog>
  `,
  styleUrl: './outline-sheet.css',
})
export class OutlineSheet {
  private readonly sheet = viewChild.required<ElementRef<HTMLDialogElement>>('sheet');

  readonly headings = input.required<readonly Heading[]>();
  readonly current = input.required<string | null>();
  readonly address = input.required<string>();
  readonly went = output<string>();

  protected readonly here = computed(() => this.headings().find(({ id }) => id === this.current())?.text);

  open(): void {
    this.sheet().nativeElement.showModal();
  }

  protected close(): void {
    this.sheet().nativeElement.close();
  }
}
