import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright-core';
import type { Hq } from './hq.ts';
import { onCleanUp } from './scratch.ts';

declare global {
  // Made by screenshot-environment.cjs; the figures run without it.
  var openPages: Set<Page> | undefined;
}

const QUIET = ['--disable-quic', '--disable-background-networking', '--no-first-run'];
let browser: Browser | undefined;
const sessions = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>();

export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const satisfies BrowserContextOptions;
export const DESK = { viewport: { width: 1440, height: 900 } } as const satisfies BrowserContextOptions;

/**
 * A page in a browser profile of its own, as another person's machine would be. Without the service worker, which would
 * show one test what another had fetched; who tests it says `serviceWorkers: 'allow'`.
 */
export async function newPage(options: BrowserContextOptions = DESK): Promise<Page> {
  browser ??= await openBrowser();
  const context = await browser.newContext({ reducedMotion: 'reduce', serviceWorkers: 'block', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  globalThis.openPages?.add(page);
  page.on('close', () => globalThis.openPages?.delete(page));
  return page;
}

/** A person's page showing the inbox, signed in: by a link the first time, then in the same session. */
export async function signedIn(hq: Hq, person: Person, options: BrowserContextOptions = DESK): Promise<Page> {
  const who = `${hq.url} ${person.email}`;
  const session = sessions.get(who);
  if (!session) return signInByLink(hq, person, options);
  const page = await newPage({ ...options, storageState: session });
  await page.goto(`${hq.url}/`);
  return page;
}

export async function signInByLink(hq: Hq, person: Person, options?: BrowserContextOptions): Promise<Page> {
  const page = await newPage(options);
  await page.goto(await hq.link(person.name, person.email));
  await page.waitForURL(`${hq.url}/`);
  sessions.set(`${hq.url} ${person.email}`, await page.context().storageState());
  return page;
}

export interface Person {
  readonly name: string;
  readonly email: string;
}
export const ADA: Person = { name: 'Ada Lovelace', email: 'ada@example.org' };
export const GRACE: Person = { name: 'Grace Hopper', email: 'grace@example.org' };

export const CHROMIUM = {
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox', ...QUIET] : QUIET,
};

async function openBrowser(): Promise<Browser> {
  const opened = await chromium.launch(CHROMIUM);
  onCleanUp(async () => {
    browser = undefined;
    await opened.close();
  });
  return opened;
}
