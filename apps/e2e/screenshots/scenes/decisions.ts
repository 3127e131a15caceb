import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPROVED_AS, heading } from '../../testing/gate-page.ts';
import type { Repository } from '../../testing/repository.ts';
import { scratchFolder } from '../../testing/scratch.ts';
import type { Scene } from '../scene.ts';
import type { Stage } from '../studio.ts';
import { approve, changePlan, openGate, openPlan } from './reading.ts';

const EVENTS = '**/api/events**';

/** A commit hook that waits for as long as a file is there. */
class Hold {
  readonly #file = join(scratchFolder('hold'), 'hold');

  on(repository: Repository): void {
    writeFileSync(this.#file, '');
    repository.hook('pre-commit', `while [ -e '${this.#file}' ]; do sleep 0.1; done`);
  }

  end(): void {
    rmSync(this.#file);
  }
}
const hold = new Hold();

const openAll = async (stages: readonly Stage[], id: string): Promise<void> => {
  await Promise.all(
    stages.map(async (stage) => {
      await openGate(stage, id);
      await approve(stage.page).waitFor();
    }),
  );
};

/** Pages that hear nothing of what happens, as behind a proxy that holds back streams. */
const deafen = (stages: readonly Stage[]) =>
  Promise.all(stages.map(({ page }) => page.route(EVENTS, (route) => route.abort())));

const phoneOf = (stages: readonly Stage[]): Stage => {
  const phone = stages.find(({ device }) => device === 'phone');
  if (!phone) throw new Error('There is no phone.');
  return phone;
};

/** What becomes of decisions, one after the other. */
export const decisionScenes: readonly Scene[] = [
  {
    name: 'decided-sent',
    before: async (team, stages) => {
      hold.on(team.repositories.payments);
      await openAll(stages, '0068');
      await approve(phoneOf(stages).page).click();
    },
    show: ({ page }) => page.locator('.panel[data-standing="decided"]').waitFor(),
  },
  {
    name: 'decided-applied',
    before: () => {
      hold.end();
      return Promise.resolve();
    },
    show: ({ page }) => heading(page, APPROVED_AS).waitFor(),
  },
  {
    name: 'decided-applied-details',
    show: async ({ page, device }) => {
      if (device === 'phone') await page.getByRole('button', { name: 'Details' }).click();
      await page.locator('hq-decision-progress').getByText('Approved by').waitFor();
    },
  },
  {
    name: 'decided-undelivered',
    before: async (_, stages) => {
      await openAll(stages, '0031');
      await approve(phoneOf(stages).page).click();
    },
    show: ({ page }) => page.locator('.panel[data-standing="decided"]').waitFor(),
  },
  {
    name: 'inbox-on-the-way',
    whole: true,
    show: async ({ page, go }) => {
      await go('/');
      await heading(page, 'Decided, on the way').waitFor();
    },
  },
  {
    name: 'decided-refused',
    before: async (team, stages) => {
      team.repositories.shop.hook(
        'pre-commit',
        'echo "lint: src/search/suggest.ts:14 no-floating-promises" >&2; exit 1',
      );
      await openAll(stages, '0425');
      await approve(phoneOf(stages).page).click();
    },
    show: ({ page }) => page.getByText('no-floating-promises').first().waitFor({ state: 'attached' }),
    after: async ({ team }) => {
      team.repositories.shop.hook('pre-commit', 'exit 0');
      await team.gateOf('0425');
    },
  },
  {
    name: 'decided-request-changes',
    before: (_, stages) => openAll(stages, '0425'),
    show: async ({ page, device }) => {
      if (device === 'phone') await page.getByRole('button', { name: 'Comment' }).click();
      const words = 'Please measure on a slow phone:\n\n- the first key\n- a word with a typo';
      await page.locator('hq-comment-field textarea').fill(words);
    },
  },
  {
    name: 'decided-sent-back',
    before: async (_, stages) => {
      await phoneOf(stages).page.getByRole('button', { name: 'Request changes' }).click();
    },
    show: ({ page }) => page.getByText('Changes requested by').first().waitFor({ state: 'attached' }),
  },
  {
    name: 'decided-stale',
    before: async (team, stages) => {
      await deafen(stages);
      await Promise.all(stages.map(openPlan));
      await changePlan(team, '48 hours');
    },
    show: async ({ page }) => {
      await approve(page).click();
      await page.getByText('Not recorded.').waitFor();
      await page.locator('hq-change-notice ins').first().waitFor();
    },
    after: ({ page }) => page.unroute(EVENTS),
  },
  {
    name: 'decided-by-another',
    before: async ({ gateOf, grace }, stages) => {
      await deafen(stages);
      await openAll(stages, '0421');
      await Promise.all(stages.map(({ page }) => page.locator('hq-diff-lines').first().waitFor()));
      await grace.decides('approve', await gateOf('0421'), 'Works on my phone.');
    },
    show: async ({ page }) => {
      await approve(page).click();
      await page.getByText('Somebody decided first.').waitFor({ state: 'attached' });
    },
    after: ({ page }) => page.unroute(EVENTS),
  },
];
