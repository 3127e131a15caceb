import { heading, inboxRow } from '../../testing/gate-page.ts';
import type { Scene } from '../scene.ts';

const HELD = '**/api/events**';

/** Signing in, and the inbox in all it can be. */
export const inboxScenes: readonly Scene[] = [
  {
    name: 'sign-in-plain',
    viewer: 'stranger',
    show: async ({ page, go }) => {
      await go('/sign-in');
      await page.getByText('one-time link').first().waitFor();
    },
  },
  {
    name: 'sign-in-used-up',
    viewer: 'stranger',
    show: async ({ page, go }) => {
      await go('/sign-in#used-before');
      await heading(page, 'This link does not work any more').waitFor();
    },
  },
  {
    name: 'inbox-full',
    show: async ({ page, go }) => {
      await go('/');
      await inboxRow(page, '0412').waitFor();
    },
  },
  {
    name: 'inbox-whole',
    whole: true,
    show: async ({ page, go }) => {
      await go('/');
      await inboxRow(page, '0412').waitFor();
    },
  },
  {
    name: 'inbox-grouped',
    show: async ({ page, go }) => {
      await go('/?group=project');
      await inboxRow(page, '0412').waitFor();
    },
  },
  {
    name: 'inbox-filtered',
    show: async ({ page, go }) => {
      await go('/?show=all&kind=Plan%20approval');
      await inboxRow(page, '0412').waitFor();
    },
  },
  {
    name: 'inbox-nothing-fits',
    show: async ({ page, go }) => {
      await go('/?show=mine&kind=nothing');
      await heading(page, 'Nothing here waits for you').waitFor();
    },
    after: async ({ page, go }) => {
      await go('/?show=all&group=none');
      await inboxRow(page, '0412').waitFor();
    },
  },
  {
    name: 'inbox-set-apart',
    show: async ({ page, go }) => {
      await go('/');
      await page.getByText('Waiting for a new version').click();
      await page.getByText('Numbers must not be reused').first().waitFor();
    },
  },
  {
    name: 'inbox-hq-away',
    show: async ({ page, go }) => {
      await go('/');
      await inboxRow(page, '0412').waitFor();
      await page.context().setOffline(true);
      await page.getByText('HQ cannot be reached').first().waitFor();
    },
    after: async ({ page }) => {
      await page.context().setOffline(false);
    },
  },
  {
    name: 'inbox-loading',
    show: async ({ page, go }) => {
      // A page of this HQ without the dashboard, which would keep what it knows again.
      await go('/favicon.svg');
      await page.evaluate(async () => {
        for (const { name = '' } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
      });
      await page.route(HELD, () => undefined);
      await go('/');
      await page.getByRole('status', { name: 'Loading the inbox' }).waitFor();
    },
    after: ({ page }) => page.unroute(HELD),
  },
  {
    name: 'inbox-empty',
    viewer: 'newcomer',
    show: async ({ page, go }) => {
      await go('/');
      await heading(page, 'All clear').waitFor();
    },
  },
];
