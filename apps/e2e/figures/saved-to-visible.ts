import { setTimeout as pause } from 'node:timers/promises';
import { ADA, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { inboxRow } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { spread, type Spread } from './percentile.ts';

declare global {
  /** In the page: answers with the time when a title was first on the screen, by the machine's clock. */
  var shown: (title: string) => Promise<number>;
}

const APART_MS = 150;
const FILE = 'codev/status/0068-figures.md';

/** From the end of writing a status file to the frame in which a subscribed page shows it, in milliseconds. */
export async function savedToVisible(times: number): Promise<Spread> {
  const hq = await Hq.start();
  const repository = new Repository('figures');
  repository.commit(FILE, statusFile({ title: 'Title 0' }));
  await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);
  await inboxRow(page, '0068').waitFor();
  await page.evaluate(noteTitles);

  const measured: number[] = [];
  for (let count = 1; count <= times; count++) {
    const title = `Title ${count}`;
    await pause(APART_MS + (count % 17)); // as people and agents save, at any point of a frame
    repository.write(FILE, statusFile({ title }));
    const saved = Date.now();
    measured.push((await page.evaluate((wanted) => globalThis.shown(wanted), title)) - saved);
  }
  return spread(measured);
}

/** Runs in the page. The time is taken in the next frame, which is when a person can see it. */
function noteTitles(): void {
  const times = new Map<string, Promise<number>>();
  let tell: (() => void) | undefined;
  const look = () => {
    const title = /Title \d+/.exec(document.querySelector('article a')?.textContent ?? '')?.[0];
    if (title === undefined || times.has(title)) return;
    times.set(
      title,
      new Promise((resolve) =>
        requestAnimationFrame(() => {
          resolve(Date.now());
        }),
      ),
    );
    tell?.();
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
  globalThis.shown = async (title) => {
    while (!times.has(title)) await new Promise<void>((resolve) => (tell = resolve));
    return times.get(title) ?? NaN;
  };
}
