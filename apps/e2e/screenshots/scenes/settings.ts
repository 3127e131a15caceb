import type { Scene } from '../scene.ts';

const SECTIONS = [
  ['profile', 'Profile'],
  ['phone', 'Sign in on a phone'],
  ['sessions', 'Sessions'],
  ['notifications', 'Notifications'],
  ['appearance', 'Appearance'],
  ['keys', 'Keys'],
  ['webhooks', 'Webhooks'],
  ['reminders', 'Reminders'],
  ['audit', 'Audit log'],
  ['people', 'People'],
] as const;

/** Every section, and what opens in some. */
export const settingsScenes: readonly Scene[] = [
  {
    name: 'settings-start',
    show: async ({ page, device, go }) => {
      await go('/settings');
      const name = device === 'phone' ? 'Settings' : 'Profile';
      await page.getByRole('heading', { level: 1, name }).waitFor();
    },
  },
  ...SECTIONS.map(([path, name]): Scene => ({
    ...{ name: `settings-${path}`, whole: true },
    show: async ({ page, go }) => {
      await go(`/settings/${path}`);
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
      await page.waitForLoadState('networkidle').catch(() => undefined);
    },
  })),
  {
    name: 'settings-phone-code',
    show: async ({ page, go }) => {
      await go('/settings/phone');
      await page.getByRole('button', { name: 'Show the code' }).click();
      await page.getByRole('img', { name: 'QR code: scan it with your phone' }).waitFor();
    },
  },
  {
    name: 'settings-keys-new',
    show: async ({ page, go }) => {
      await go('/settings/keys');
      await page.getByRole('button', { name: 'New key' }).click();
      await page.getByRole('dialog').getByText('A script', { exact: true }).click();
    },
  },
  {
    name: 'settings-webhooks-new',
    show: async ({ page, go }) => {
      await go('/settings/webhooks');
      await page.getByRole('button', { name: 'New webhook' }).click();
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).waitFor();
    },
  },
];
