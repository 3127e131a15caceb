import { Component } from '@angular/core';

/** How a sign-in link is made where HQ runs. No option is parted at its hyphens. */
@Component({
  selector: 'hq-link-command',
  template: `<pre><code>node dist/apps/hq/main.js link <span>--name</span> "Your Name" <span>--email</span> you&#64;example.org</code></pre>`,
  styles: `
    pre {
      margin: 0;
      padding: var(--space-3) var(--space-4);
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--surface);
      color: var(--ink);
      font-size: var(--small);
      white-space: pre-wrap;
      overflow-wrap: anywhere;
    }
    span {
      white-space: nowrap;
    }
  `,
})
export class LinkCommand {}
