import { readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { ADA, signedIn } from '../testing/browser.ts';
import { Connector } from '../testing/connector.ts';
import { approveButton, committedAs, openGate } from '../testing/gate-page.ts';
import { Hq } from '../testing/hq.ts';
import { Repository, statusFile } from '../testing/repository.ts';
import { spread, type Spread } from './percentile.ts';

declare global {
  // Lives in the page: when Approve was clicked, by the machine's clock.
  var clickedAt: number;
}

/** From the click on Approve to the branch naming the commit, in milliseconds. */
export async function clickToCommit(times: number): Promise<Spread> {
  const hq = await Hq.start();
  const repository = new Repository('figures');
  const ids = Array.from({ length: times }, (_, index) => String(1000 + index));
  for (const id of ids)
    repository.write(`codev/status/${id}-figures.md`, statusFile({ id, title: `Project ${id}` }));
  repository.git('add', '--all');
  repository.git('commit', '--quiet', '--message=Add status files');
  await Connector.start(hq, 'laptop', [repository]);
  const page = await signedIn(hq, ADA);

  const measured: number[] = [];
  for (const id of ids) {
    await page.goto(`${hq.url}/`);
    await openGate(page, id);
    await page.evaluate(() => {
      addEventListener('click', () => (globalThis.clickedAt = Date.now()), { once: true, capture: true });
    });
    const before = head(repository);
    const committed = newHead(repository, before);
    await approveButton(page).click();
    const at = await committed;
    measured.push(at - (await page.evaluate(() => globalThis.clickedAt)));
    await committedAs(page);
  }
  return spread(measured);
}

/** When the branch names another commit. Told by the system: asking again and again would take the machine's time from what is measured. */
function newHead(repository: Repository, before: string): Promise<number> {
  return new Promise((resolve) => {
    const watcher = watch(join(repository.path, '.git/refs/heads'), () => {
      if (head(repository) === before) return;
      watcher.close();
      resolve(Date.now());
    });
  });
}

function head(repository: Repository): string {
  return readFileSync(join(repository.path, '.git/refs/heads/main'), 'utf8');
}
