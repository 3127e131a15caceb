import { DOCUMENT, effect, inject, Service } from '@angular/core';
import { LiveHq } from '../hq-client/live-hq';
import { IdleOnce } from '../ui/idle-once';

interface Badged {
  readonly setAppBadge?: (count: number) => Promise<void>;
  readonly clearAppBadge?: () => Promise<void>;
}

/** How many gates wait, on the tab's icon and on the installed app's. */
@Service()
export class WaitingBadge {
  private readonly document = inject(DOCUMENT);

  constructor() {
    const live = inject(LiveHq);
    const idle = inject(IdleOnce);
    // Not while a page is being drawn: the browser redraws its tab for it.
    effect(() => {
      if (live.loaded() && idle.was()) this.show(live.waiting().length);
    });
  }

  private show(count: number): void {
    const link = this.document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    link?.setAttribute(
      'href',
      count > 0 ? `data:image/svg+xml,${encodeURIComponent(iconWith(count))}` : 'favicon.svg',
    );
    const app: Badged = navigator;
    // Where the app is not installed some browsers refuse, and nothing is lost.
    void (count > 0 ? app.setAppBadge?.(count) : app.clearAppBadge?.())?.catch(() => undefined);
  }
}

/** The mark with a count in its corner, legible at 16 px. */
export function iconWith(count: number): string {
  const words = count > 99 ? '99+' : String(count);
  const size = [17, 15, 11.5][words.length - 1] ?? 11.5;
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><rect width="28" height="28" rx="8" fill="#15181d"/>' +
    '<path d="M6 6v9" stroke="#f6f6f3" stroke-width="2.6" stroke-linecap="round"/>' +
    '<rect x="7" y="7" width="21" height="21" rx="7" fill="#f2b23e"/>' +
    `<text x="17.5" y="${17.5 + size * 0.36}" font-family="system-ui,sans-serif" font-size="${size}" font-weight="700" ` +
    `text-anchor="middle" fill="#241700">${words}</text></svg>`
  );
}
