import {
  aBuilder,
  aDecision,
  aFile,
  aGate,
  anInstance,
  aSession,
  aSnapshot,
  aWaitingGate,
} from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const project = aFile().project;
const many = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    aFile({ path: `codev/status/${i}.md`, project: { ...project, id: String(i), title: `Work ${i}` } }),
  );

describe('the projects', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  const open = async (snapshot: ReturnType<typeof aSnapshot>, address = '/projects?view=list') => {
    const page = await Page.open(address);
    hq.stream.emits('snapshot', snapshot);
    await page.settles();
    return page;
  };
  const links = (page: Page) =>
    [...page.root.querySelectorAll<HTMLAnchorElement>('.title a')].map((link) => link.textContent.trim());

  it('say phase, gates, builder and what waits, and lead to a page of their own', async () => {
    const builders = [
      aBuilder({ builder_id: 'builder-68', status: 'blocked', branch: 'builder/0068-feature' }),
    ];
    const page = await open(aSnapshot({ instances: [anInstance({ builders })] }));
    for (const words of ['shop', '0068 Feature', 'Specify', '0 of 1 gates', 'builder-68', 'blocked'])
      expect(page.text).toContain(words);
    expect(page.text).toContain('builder/0068-feature');
    expect(page.root.querySelector('a[href="/gate/g1"]')?.textContent).toContain('Specify → Plan waits');
    expect(page.root.querySelector('.title a')?.getAttribute('href')).toBe('/projects/i1/shop/0068');
  });

  it('stand on a board by their phases', async () => {
    const status_files = ['plan', 'specify', 'plan'].map((phase, i) =>
      aFile({ path: `${i}`, project: { ...project, id: `${i}`, phase } }),
    );
    const page = await open(aSnapshot({ instances: [anInstance({ status_files })], gates: [] }), '/projects');
    const columns = [...page.root.querySelectorAll('main section')].map((column) => [
      column.querySelector('h2')?.textContent.replace(/\s+/g, ' ').trim(),
      column.querySelectorAll('li').length,
    ]);
    expect(columns).toEqual([
      ['Specify 1', 1],
      ['Plan 2', 2],
    ]);
  });

  it('stand there with what waits for somebody before the others, each kind as high as it needs', async () => {
    const status_files = ['a', 'b', 'c'].map((id) =>
      aFile({ path: id, project: { ...project, id, title: id, phase: 'plan' } }),
    );
    const changes_requested = {
      decision_id: 'd1',
      by: 'Ada',
      at: '2026-11-22T10:00:00.000Z',
      comment: 'No.',
    };
    const gates = [
      aWaitingGate({ status_file: 'b' }),
      aWaitingGate({ gate_id: 'g2', status_file: 'c', changes_requested }),
    ];
    const page = await open(aSnapshot({ instances: [anInstance({ status_files })], gates }), '/projects');
    expect(page.root.querySelector('main section h2')?.textContent).toContain('3');
    const lists = [...page.root.querySelectorAll('main section ul')].map((list) => [
      list.classList.contains('quiet'),
      [...list.querySelectorAll('.title a')].map(({ textContent }) => textContent.trim()),
    ]);
    expect(lists).toEqual([
      [false, ['b', 'c']],
      [true, ['a']],
    ]);
    expect(page.root.querySelector('a[href="/gate/g2"]')?.textContent).toContain('Waiting for a new version');
  });

  it('do not call a decided gate a waiting one', async () => {
    const decision = aDecision('decided');
    const page = await open(aSnapshot({ gates: [aWaitingGate({ decision })], decisions: [decision] }));
    expect(page.text).toContain('Approved by Ada Lovelace · not delivered yet');
    expect(page.text).not.toContain('waits');
    expect(page.root.querySelector('hq-project-standing a')?.getAttribute('href')).toBe('/gate/g1');
  });

  it('count what programs decide apart', async () => {
    const gates = [aGate(), aGate({ name: 'tests', human: false, passed: true, waiting: false })];
    const status_files = [aFile({ project: { ...project, gates } })];
    const page = await open(aSnapshot({ instances: [anInstance({ status_files })] }));
    expect(page.text).toContain('0 of 1 gates passed, 1 of 1 checks');
  });

  it('say that a machine is offline', async () => {
    const page = await open(aSnapshot({ instances: [anInstance({ online: false })] }));
    expect(page.text).toContain('offline');
  });

  it('name the file and the line that cannot be read', async () => {
    const broken = { ...project, problem: { message: 'Unexpected token.', line: 3 } };
    const page = await open(
      aSnapshot({ instances: [anInstance({ status_files: [aFile({ project: broken })] })] }),
    );
    expect(page.text).toContain('Cannot be read in full: 0068-feature.md:3 Unexpected token.');
  });

  it('say when nothing of a builder has moved for long (C12)', async () => {
    const last_activity = new Date(Date.now() - 5 * 3_600_000).toISOString();
    const builders = [aBuilder({ last_activity })];
    const page = await open(aSnapshot({ instances: [anInstance({ builders })], gates: [] }));
    expect(page.text).toContain('Nothing moved for 5h');
    expect(page.text).toContain('stuck: 5h ago');
  });

  it('keep what is looked for in the address', async () => {
    const page = await open(aSnapshot({ instances: [anInstance({ status_files: many(3) })], gates: [] }));
    const field = page.root.querySelector<HTMLInputElement>('input[type=search]')!;
    field.value = 'work 2';
    field.dispatchEvent(new Event('input'));
    await page.settles();
    expect(links(page)).toEqual(['2 Work 2']);
    expect(page.address).toBe('/projects?view=list&q=work%202');
    page.root.querySelector<HTMLInputElement>('input[value=board]')?.click();
    await page.settles();
    expect(page.address).toBe('/projects?q=work%202');
    field.value = 'nothing like it';
    field.dispatchEvent(new Event('input'));
    await page.settles();
    expect(page.text).toContain('No project matches');
    await page.press('Show all of them');
    expect(page.address).toBe('/projects');
  });

  it('are found as the address says', async () => {
    const status_files = many(12);
    const page = await open(
      aSnapshot({ instances: [anInstance({ status_files })], gates: [] }),
      '/projects?view=list&q=work%2011&state=working',
    );
    expect(links(page)).toEqual(['11 Work 11']);
  });

  it('are drawn as far as they are seen, and counted all', async () => {
    const page = await open(aSnapshot({ instances: [anInstance({ status_files: many(500) })], gates: [] }));
    const rows = page.root.querySelectorAll('hq-project-list li');
    expect(rows.length).toBeLessThan(60);
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('500');
    expect(rows[1]?.getAttribute('aria-posinset')).toBe('2');
  });

  it('are apart once they are done', async () => {
    const status_files = [
      aFile(),
      aFile({ path: 'old', project: { ...project, title: 'Old', phase: 'verified' } }),
    ];
    const snapshot = aSnapshot({ instances: [anInstance({ status_files })], gates: [] });
    const page = await open(snapshot);
    expect(links(page)).toEqual(['0068 Feature']);
    expect(page.text).toContain('Archived 1');
    page.root.querySelector<HTMLAnchorElement>('.tabs a:last-child')?.click();
    await page.settles();
    expect(links(page)).toEqual(['0068 Old']);
  });

  it('list builders that have no status file yet', async () => {
    const builders = [aBuilder({ builder_id: 'builder-spir-9', status: 'spawning' })];
    const page = await open(
      aSnapshot({ instances: [anInstance({ builders, status_files: [] })], gates: [] }),
    );
    expect(page.text).toContain('builder-spir-9 spawning');
  });

  it.each([
    [[], 'No machine has connected yet'],
    [[anInstance({ status_files: [] })], 'No project yet'],
  ])('say what will come where there is nothing: %#', async (instances, words) => {
    const page = await open(aSnapshot({ instances, gates: [] }));
    expect(page.text).toContain(words);
  });

  it('say so while they are loaded', async () => {
    const page = await Page.open('/projects');
    expect(page.root.querySelector('main > * [aria-label^=Loading]')?.getAttribute('aria-label')).toBe(
      'Loading the projects',
    );
  });
});

describe('an address that leads nowhere', () => {
  it('is told so, with a way on', async () => {
    new FakeHq().install().on('GET /api/session', () => json(aSession()));
    const page = await Page.open('/nowhere');
    expect(page.heading).toBe('Page not found');
    expect(page.root.querySelector('main a[href="/"]')?.textContent).toBe('Go to the inbox');
  });
});
