import { gzipSync } from 'node:zlib';
import { ADA, newPage } from '../testing/browser.ts';
import { Hq } from '../testing/hq.ts';

export interface Script {
  readonly name: string;
  readonly gzipped: number;
}

/** Every script a browser with an empty cache loads until the inbox stands, with its gzipped size in bytes. */
export async function firstLoad(): Promise<Script[]> {
  const hq = await Hq.start();
  const page = await newPage();
  const scripts: Promise<Script>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const name = new URL(response.url()).pathname;
    scripts.push(response.body().then((body) => ({ name, gzipped: gzipSync(body).length })));
  });
  await page.goto(await hq.link(ADA.name, ADA.email));
  await page.getByRole('heading', { name: 'Inbox' }).waitFor();
  await page.waitForLoadState('load');
  // What comes once the page is read is none of it.
  page.removeAllListeners('response');
  return (await Promise.all(scripts)).toSorted((one, other) => other.gzipped - one.gzipped);
}
