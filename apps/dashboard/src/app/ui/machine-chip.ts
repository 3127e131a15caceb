import { Component, computed, inject, input } from '@angular/core';
import { LiveHq } from '../hq-client/live-hq';
import { Icon } from './icon';

/** A machine's name, with the start of its id when another one is called the same, and with a badge when it is offline. */
@Component({
  selector: 'hq-machine-chip',
  imports: [Icon],
  template: `
    <hq-icon name="machine" />
    <span class="name">
      {{ name() }}
      @if (namesake()) {
        <code>{{ instanceId().slice(0, 8) }}</code>
      }
    </span>
    @if (!online()) {
      <span class="offline" i18n="@@ui.machine.offline">offline</span>
    }
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: baseline;
      gap: var(--space-1);
      min-width: 0;
      max-width: 100%;
    }
    hq-icon {
      align-self: center;
    }
    code {
      color: var(--ink-2);
      font-weight: 400;
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
  private readonly live = inject(LiveHq);

  readonly name = input.required<string>();
  readonly instanceId = input.required<string>();
  readonly online = input.required<boolean>();

  protected readonly namesake = computed(() =>
    this.live
      .instances()
      .some((other) => other.instance_name === this.name() && other.instance_id !== this.instanceId()),
  );
}
