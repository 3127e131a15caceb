import { Component } from '@angular/core';

/** How a sign-in link is made where HQ runs. No option is parted at its hyphens. */
@Component({
  selector: 'hq-link-command',
  template: `
    <pre><code>node dist/apps/hq/main.js link <span>--name</span> "Your Name" <span>--email</span> you&#64;example.org</code></pre>
    <p i18n="@@ui.link.data-dir">With the <code>CODEV_HQ_DATA_DIR</code> that HQ runs with, if it has one.</p>
    <p i18n="@@ui.link.npm-start">
      If HQ was started with <code>npm start</code>, run that again in another terminal: it prints the whole
      command.
    </p>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-2);
      font-size: var(--small);
    }
    pre {
      margin: 0;
      padding: var(--space-3) var(--space-4);
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--ink);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    p {
      color: var(--ink-2);
    }
    span {
      white-space: nowrap;
    }
  `,
})
export class LinkCommand {}
