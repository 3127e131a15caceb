import type { Locator, Page } from 'playwright-core';

/** The row of a project in the inbox. */
export function inboxRow(page: Page, id: string): Locator {
  return page.getByRole('article').getByRole('link', { name: new RegExp(`^\\s*${id} `) });
}

/** Opens a project's waiting gate from the inbox, and waits until it can be decided. */
export async function openGate(page: Page, id: string): Promise<void> {
  await inboxRow(page, id).click();
  await page.waitForURL(/\/gate\//);
  await approveButton(page).waitFor();
}

export function approveButton(page: Page): Locator {
  return page.getByRole('button', { name: 'Approve', exact: true });
}

export function heading(page: Page, name: RegExp | string): Locator {
  return page.getByRole('heading', { name });
}

/** What the panel says at an approval's end. */
export const APPROVED_AS = /^Approved · committed as [0-9a-f]{7}$/;

/** Waits for the approval's end on the page and returns the short commit it names. */
export async function committedAs(page: Page): Promise<string> {
  const text = await heading(page, APPROVED_AS).innerText();
  return text.slice(-7);
}
