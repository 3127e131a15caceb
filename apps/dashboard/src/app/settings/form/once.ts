import { Component, inject, input, output, signal } from '@angular/core';
import { Clipboard } from '../../device/clipboard';
import { Dialog } from '../../ui/dialog';
import { Icon } from '../../ui/icon';

/** A secret that HQ shows this once: to be copied now. Closing asks for no more than having seen it. */
@Component({
  selector: 'hq-shown-once',
  imports: [Dialog, Icon],
  templateUrl: './once.html',
  styleUrl: './once.css',
})
export class ShownOnce {
  private readonly clipboard = inject(Clipboard);
  readonly heading = input.required<string>();
  readonly secret = input.required<string>();
  /** HQ itself needs it, as it is. */
  readonly kept = input(false);
  readonly closed = output();

  protected readonly copied = signal<boolean | null>(null);

  protected async copy(): Promise<void> {
    this.copied.set(await this.clipboard.copy(this.secret()));
  }

  /** Ready to be copied by hand where the browser does not let the page. */
  protected select(event: Event): void {
    const range = document.createRange();
    range.selectNodeContents(event.currentTarget as Node);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  }
}
