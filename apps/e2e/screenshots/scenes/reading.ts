import { heading } from '../../testing/gate-page.ts';
import type { Page } from 'playwright-core';
import type { Scene } from '../scene.ts';
import type { Stage } from '../studio.ts';
import { until } from '../../testing/until.ts';
import { paper } from '../team/paper.ts';
import type { Team } from '../team/team.ts';

const PLAN = 'codev/plans/412-retry-queue.md';
const TEXTS = '**/api/artifact?**';

/** With the version that it approves, where there is one. */
export const approve = (page: Page) => page.getByRole('button', { name: /^Approve/ });

export const openGate = async ({ page, team, go }: Stage, id: string): Promise<void> => {
  const { gate_id } = await team.gateOf(id);
  await go(`/gate/${gate_id}`);
  await page.locator('hq-decision-panel').waitFor();
};

/** Done with the plan: its text is there, and so is its diagram once it is looked at. */
export const openPlan = async (stage: Stage): Promise<void> => {
  await openGate(stage, '0412');
  await stage.page.getByText('each time twice as late as before').waitFor();
};

/** What is read at a gate, before anything is decided. */
export const readingScenes: readonly Scene[] = [
  {
    name: 'gate-loading',
    show: async (stage) => {
      await stage.page.route(TEXTS, () => undefined);
      await openGate(stage, '0412');
      await stage.page.getByText('Loading the text from its machine…').waitFor({ state: 'attached' });
    },
    after: ({ page }) => page.unroute(TEXTS),
  },
  { name: 'gate-reading', show: openPlan },
  {
    name: 'gate-whole',
    whole: true,
    show: async (stage) => {
      await openPlan(stage);
      await stage.page.getByRole('heading', { name: 'Worker' }).scrollIntoViewIfNeeded();
      await stage.page.getByRole('img', { name: /Diagram/ }).waitFor();
      await stage.page.evaluate(() => scrollTo(0, 0));
    },
  },
  {
    name: 'gate-diagram',
    show: async (stage) => {
      await openPlan(stage);
      await stage.page.getByRole('heading', { name: 'Storage' }).evaluate((it) => it.scrollIntoView());
      await stage.page.getByRole('img', { name: /Diagram/ }).waitFor();
    },
  },
  {
    name: 'gate-outline',
    show: async (stage) => {
      await openPlan(stage);
      if (stage.device === 'phone') {
        await stage.page.getByRole('button', { name: /^Outline/ }).click();
        await heading(stage.page, 'Outline').waitFor();
      } else await stage.page.getByRole('navigation', { name: 'Outline' }).waitFor();
    },
  },
  {
    name: 'gate-reviews',
    show: async (stage) => {
      await openPlan(stage);
      const review = stage.page.locator('hq-ai-reviews summary').first();
      await review.click();
      await stage.page.locator('hq-ai-reviews hq-markdown-text').waitFor();
      await review.evaluate((it) => it.scrollIntoView({ block: 'start' }));
      await stage.page.evaluate(() => scrollBy(0, -120));
    },
  },
  {
    name: 'gate-code',
    show: async (stage) => {
      await openGate(stage, '0421');
      await stage.page.locator('hq-diff-view summary').first().waitFor();
      await stage.page.locator('hq-diff-lines').first().waitFor();
    },
  },
  {
    name: 'gate-comment',
    show: async (stage) => {
      await openPlan(stage);
      const { page, device } = stage;
      if (device === 'phone') await page.getByRole('button', { name: 'Comment' }).click();
      await page
        .locator('hq-comment-field textarea')
        .fill('Good. Please run the load test **before** the page for support.');
    },
    after: ({ page }) => page.locator('hq-comment-field textarea').fill(''),
  },
  {
    name: 'gate-machine-offline',
    show: async (stage) => {
      await openGate(stage, '0031');
      await approve(stage.page).waitFor();
    },
  },
  {
    name: 'gate-changed',
    before: async (team, stages) => {
      await Promise.all(stages.map(openPlan));
      await changePlan(team, '36 hours');
    },
    show: ({ page }) => page.locator('hq-change-notice ins').first().waitFor(),
  },
  {
    name: 'gate-since-look',
    show: async ({ page }) => {
      await page.getByRole('button', { name: 'Show the new version' }).click();
      await page.getByText('tried again for 36 hours').waitFor();
      await page.locator('label', { hasText: 'Since I looked' }).click();
      await page.locator('hq-changes-since ins').first().waitFor();
    },
  },
];

/** The builder thinks again, and HQ has heard of it. */
export async function changePlan({ builders, gateOf }: Team, hours: string): Promise<void> {
  const digest = async () => (await gateOf('0412')).artifacts?.find(({ path }) => path === PLAN)?.digest;
  const before = await digest();
  builders.retryQueue.writes(
    PLAN,
    paper('412-plan.md').replaceAll('24 hours', hours).replace('24 h ', '36 h '),
  );
  await until('HQ to list the new plan', async () => (await digest()) !== before);
}
