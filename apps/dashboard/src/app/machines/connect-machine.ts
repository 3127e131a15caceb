import { Component, computed, DOCUMENT, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Clipboard } from '../device/clipboard';
import { Session } from '../hq-client/session';
import { Icon } from '../ui/icon';

/** How a machine gets here: a key, and one command on it. */
@Component({
  selector: 'hq-connect-machine',
  imports: [Icon, RouterLink],
  template: `
    <ol>
      <li>
        @if (isOwner()) {
          <span i18n="@@machines.connect.make-key"
            ><a routerLink="/settings/keys">Make a key</a> for “a machine’s connector”. Its secret is shown
            once.</span
          >
        } @else {
          <span i18n="@@machines.connect.ask-key"
            >Ask the owner of this HQ for a key for “a machine’s connector”.</span
          >
        }
      </li>
      <li>
        <span i18n="@@machines.connect.run"
          >On the machine where your agents work, in a copy of Codev HQ that is built, run it with that key
          and your repositories:</span
        >
        <div class="command">
          <pre tabindex="0"><code>{{ command }}</code></pre>
          <button type="button" class="button quiet small" (click)="copy()">
            <hq-icon [name]="copied() ? 'check' : 'copy'" /><span i18n="@@machines.connect.copy">Copy</span>
          </button>
        </div>
        <p role="status" class="said">
          @if (copied() === true) {
            <span i18n="@@machines.connect.copied">Copied. Put the key in place of chq_….</span>
          } @else if (copied() === false) {
            <span i18n="@@machines.connect.by-hand"
              >This browser does not let the page copy: select it and copy it by hand.</span
            >
          }
        </p>
      </li>
      <li i18n="@@machines.connect.then">It appears here by itself, with all its projects.</li>
    </ol>
  `,
  styles: `
    :host {
      display: block;
      font-size: var(--small);
    }
    ol {
      display: grid;
      gap: var(--space-3);
      padding-left: 1.4em;
      list-style: decimal;
    }
    li::marker {
      color: var(--ink-2);
      font-variant-numeric: tabular-nums;
    }
    .command {
      display: grid;
      gap: var(--space-2);
      justify-items: start;
      margin-top: var(--space-2);
    }
    pre {
      width: 100%;
      margin: 0;
      padding: var(--space-3);
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--sunken);
      color: var(--ink);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    .said {
      margin-top: var(--space-1);
      color: var(--ink-2);
    }
  `,
})
export class ConnectMachine {
  private readonly clipboard = inject(Clipboard);
  private readonly session = inject(Session);
  private readonly location = inject(DOCUMENT).location;

  protected readonly isOwner = computed(() => this.session.person()?.role === 'admin');
  /** This page's own HQ: who reads it has reached that address. */
  protected readonly command = [
    `CODEV_HQ_URL=${this.location.protocol === 'https:' ? 'wss' : 'ws'}://${this.location.host}/ws`,
    'CODEV_HQ_API_KEY=chq_…',
    'node dist/apps/connector/main.js ~/code/shop',
  ].join(' \\\n  ');
  protected readonly copied = signal<boolean | null>(null);

  protected async copy(): Promise<void> {
    this.copied.set(await this.clipboard.copy(this.command));
  }
}
