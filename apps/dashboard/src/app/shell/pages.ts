import type { IconName } from '../ui/icon';

export interface PageEntry {
  readonly path: string;
  readonly icon: IconName;
  /** Asked for when it is shown, after the reader's language is there. */
  readonly label: () => string;
}

/** The pages of the navigation in its order; a page's address is in `app.routes.ts`. The command palette lists the same. */
export const PAGES: readonly PageEntry[] = [
  { path: '/', icon: 'inbox', label: () => $localize`:@@shell.pages.inbox:Inbox` },
  { path: '/projects', icon: 'projects', label: () => $localize`:@@shell.pages.projects:Projects` },
  { path: '/machines', icon: 'machines', label: () => $localize`:@@shell.pages.machines:Machines` },
  { path: '/activity', icon: 'activity', label: () => $localize`:@@shell.pages.activity:Activity` },
  { path: '/insights', icon: 'insights', label: () => $localize`:@@shell.pages.insights:Insights` },
  { path: '/settings', icon: 'settings', label: () => $localize`:@@shell.pages.settings:Settings` },
];

/** A thumb's bar has room for five: with more pages the fifth place is for the others. */
export const ON_PHONE = PAGES.length > 5 ? 4 : 5;

/** What stands above the page at an address, where that is known before the page is. The settings' sections say it themselves. */
export function headingAt(address: string): string | undefined {
  const page = pageAt(address);
  const isItself = page?.path === address.split(/[?#]/)[0] && page?.path !== '/settings';
  return isItself ? page?.label() : undefined;
}

/** The page of the navigation that an address belongs to: `/settings/keys?x=1` to `/settings`; the inbox is itself only. */
export function pageAt(address: string): PageEntry | undefined {
  const [path = ''] = address.split(/[?#]/);
  const first = path.split('/')[1] ?? '';
  return PAGES.find((page) => page.path === `/${first}`);
}
