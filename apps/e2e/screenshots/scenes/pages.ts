import { heading, inboxRow } from '../../testing/gate-page.ts';
import type { Scene } from '../scene.ts';
import type { Stage } from '../studio.ts';

const SESSION = '**/api/session';

const projectPath = async ({ hq }: Stage, name: string, id: string): Promise<string> => {
  const { instances } = await hq.state();
  const machine = instances.find(({ projects }) => projects.some((project) => project.name === name));
  return `/projects/${machine?.instance_id ?? ''}/${name}/${id}`;
};

const project = (name: string, repository: string, id: string): Scene => ({
  ...{ name, whole: true },
  show: async (stage) => {
    await stage.go(await projectPath(stage, repository, id));
    await stage.page.locator('hq-timeline-figure').waitFor();
  },
});

const insights = (
  name: string,
  viewer: 'ada' | 'newcomer' | 'german',
  path: string,
  title: string,
): Scene => ({
  ...{ name, viewer, whole: true },
  show: async ({ page, go }) => {
    await go(path);
    await page.getByRole('img', { name: title }).first().waitFor();
  },
});

/** What is neither the inbox nor a gate nor a setting. */
export const pageScenes: readonly Scene[] = [
  {
    name: 'projects-board',
    whole: true,
    show: async ({ page, go }) => {
      await go('/projects?view=board');
      await page.locator('hq-project-board li').first().waitFor();
    },
  },
  {
    name: 'projects-list',
    whole: true,
    show: async ({ page, go }) => {
      await go('/projects?view=list');
      await page.locator('hq-project-list li').first().waitFor();
    },
  },
  {
    name: 'projects-archived',
    whole: true,
    show: async ({ page, go }) => {
      await go('/projects?show=archived');
      await page.getByText('0058').first().waitFor();
    },
  },
  {
    name: 'projects-nothing-fits',
    show: async ({ page, go }) => {
      await go('/projects?q=nothing');
      await heading(page, 'No project matches').waitFor();
    },
  },
  project('project-waiting', 'shop', '0412'),
  project('project-silent', 'shop', '0418'),
  project('project-finished', 'shop', '0403'),
  {
    name: 'page-coming',
    show: async ({ page, go }) => {
      await page.route(SESSION, () => undefined);
      await go('/machines');
      await page.getByRole('status', { name: 'Loading the page' }).waitFor();
    },
    after: ({ page }) => page.unroute(SESSION),
  },
  {
    name: 'machines-list',
    whole: true,
    show: async ({ page, go }) => {
      await go('/machines');
      await page.getByText('2 of 3 online').waitFor();
    },
  },
  {
    name: 'activity-list',
    show: async ({ page, go }) => {
      await go('/activity');
      await page.locator('hq-activity-row').first().waitFor();
    },
  },
  {
    name: 'decision-applied',
    whole: true,
    show: async ({ page, hq, go }) => {
      const decision = (await hq.decisions()).find(({ comment }) => comment?.startsWith('Good.'));
      await go(`/decisions/${decision?.decision_id ?? ''}`);
      await heading(page, 'Commit and proof').waitFor();
    },
  },
  {
    name: 'decision-none',
    show: async ({ page, go }) => {
      await go('/decisions/no-such-one');
      await heading(page, 'Decision not found').waitFor();
    },
  },
  insights('insights-charts', 'ada', '/insights', 'Decisions'),
  {
    name: 'insights-tables',
    whole: true,
    show: async ({ page, go }) => {
      await go('/insights?by=gate');
      await page.getByRole('img', { name: /^Decisions/ }).waitFor();
      const closed = page.getByRole('button', { name: 'As table' });
      while ((await closed.count()) > 0) await closed.first().click();
      await page.getByRole('table').nth(1).waitFor();
    },
  },
  {
    name: 'insights-nothing',
    viewer: 'newcomer',
    show: async ({ page, go }) => {
      await go('/insights');
      await heading(page, 'Nothing to measure yet').waitFor();
    },
  },
  {
    name: 'palette-open',
    show: async ({ page, device, go }) => {
      await go('/');
      await inboxRow(page, '0412').waitFor();
      if (device === 'phone') await page.getByRole('button', { name: /Find/ }).first().click();
      else await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Find or do something' }).fill('re');
      await page.locator('#palette-list').getByRole('option').first().waitFor();
    },
  },
  {
    name: 'shortcuts-open',
    show: async ({ page, go }) => {
      await go('/');
      await inboxRow(page, '0412').waitFor();
      await page.keyboard.press('?');
      await heading(page, 'Keyboard shortcuts').waitFor();
    },
  },
  {
    name: 'not-found',
    show: async ({ page, go }) => {
      await go('/no-such-page');
      await page.getByRole('heading', { level: 1 }).waitFor();
    },
  },
  {
    name: 'german-inbox',
    viewer: 'german',
    show: async ({ page, go }) => {
      await go('/');
      await inboxRow(page, '0412').waitFor();
    },
  },
  insights('german-insights', 'german', '/insights', 'Entscheidungen'),
];
