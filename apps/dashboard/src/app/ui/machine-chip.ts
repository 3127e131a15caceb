import { Component, input } from '@angular/core';
import { Icon } from './icon';

/** A machine's name, with a badge when it is offline. */
@Component({
  selector: 'hq-machine-chip',
  imports: [Icon],
  template: `
    <hq-icon name="machine" />
    <span class="name">{{ name() }}</span>
    @if (!online()) {
      <span class="offline">offline</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: var(--space-1);
      min-width: 0;
      max-width: 100%;
    }
    .name {
      overflow-wrap: anywhere;
    }
    .offline {
      padding: 0 var(--space-2);
      border: 1px solid var(--line-strong);
      border-radius: 99px;
      font-size: var(--tiny);
      color: var(--ink-2);
    }
  `,
})
export class MachineChip {
  readonly name = input.required<string>();
  readonly online = input.required<boolean>();
}
