import { Component, computed, inject } from '@angular/core';
import { LiveHq } from '../hq-client/live-hq';

const WORDS = {
  connecting: () => $localize`:@@shell.connection.connecting:Connecting…`,
  live: () => $localize`:@@shell.connection.live:Live`,
  reconnecting: () => $localize`:@@shell.connection.reconnecting:Reconnecting…`,
  offline: () => $localize`:@@shell.connection.offline:Offline`,
} as const;

/** Whether what one sees is what is. Read aloud when it changes. */
@Component({
  selector: 'hq-connection-status',
  template: `
    <span class="dot" aria-hidden="true"></span>
    <span role="status"
      ><span class="unseen" i18n="@@shell.connection.about">Connection to HQ: </span>{{ words() }}</span
    >
  `,
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: var(--space-2);
      font-size: var(--small);
      color: var(--ink-2);
      line-height: 1;
      white-space: nowrap;
    }
    .dot {
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--ink-3);
    }
    :host([data-state='live']) .dot {
      background: var(--go);
    }
    :host([data-state='reconnecting']) .dot {
      background: var(--wait);
    }
    :host([data-state='offline']) {
      color: var(--stop);
    }
    :host([data-state='offline']) .dot {
      background: transparent;
      border: 2px solid currentcolor;
    }
  `,
  host: { '[attr.data-state]': 'state()' },
})
export class ConnectionStatus {
  protected readonly state = inject(LiveHq).connection;
  protected readonly words = computed(() => WORDS[this.state()]());
}
