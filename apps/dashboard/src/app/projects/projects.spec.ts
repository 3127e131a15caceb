import type { BuilderView } from '@codev-hq/protocol';
import {
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
import { machineOf } from './machine';

const BUILDER: BuilderView = {
  builder_id: 'builder-68',
  status: 'blocked',
  project_path: '/home/ada/shop',
  phase: 'phase-2',
  branch: 'builder/0068-feature',
  updated_at: '',
};

describe('the projects', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  const open = async (snapshot: ReturnType<typeof aSnapshot>) => {
    const page = await Page.open('/projects');
    hq.stream.emits('snapshot', snapshot);
    await page.settles();
    return page;
  };

  it('are shown by machine, with phase, gates, builders and what waits', async () => {
    const page = await open(aSnapshot({ instances: [anInstance({ builders: [BUILDER] })] }));
    for (const words of [
      'laptop',
      'online',
      'version 0.1.0',
      'shop',
      '0068 Feature',
      'phase specify',
      '0 of 1 gates',
    ])
      expect(page.text).toContain(words);
    for (const words of ['builder-68', 'blocked', 'phase-2', 'builder/0068-feature'])
      expect(page.text).toContain(words);
    expect(page.root.querySelector('a[href="/gate/g1"]')?.textContent).toContain('Specify → Plan waits');
  });

  it('do not call a decided gate a waiting one, and lead to what was decided', async () => {
    const decision = aDecision('decided');
    const page = await open(aSnapshot({ gates: [aWaitingGate({ decision })], decisions: [decision] }));
    expect(page.text).toContain('Approved by Ada Lovelace · not delivered yet');
    expect(page.text).not.toContain('waits');
    expect(page.root.querySelector('a.decided')?.getAttribute('href')).toBe('/gate/g1');
  });

  it('count what programs decide apart', async () => {
    const gates = [aGate(), aGate({ name: 'tests', human: false, passed: true, waiting: false })];
    const status_files = [aFile({ project: { ...aFile().project, gates } })];
    const page = await open(aSnapshot({ instances: [anInstance({ status_files })] }));
    expect(page.text).toContain('0 of 1 gates passed, 1 of 1 checks');
  });

  it('tell when an offline machine was last seen', async () => {
    const last_seen = new Date(Date.now() - 3 * 3_600_000).toISOString();
    const page = await open(aSnapshot({ instances: [anInstance({ online: false, last_seen })] }));
    expect(page.text).toContain('last seen 3h ago');
  });

  it('name the file and the line that cannot be read', async () => {
    const project = { ...aFile().project, problem: { message: 'Unexpected token.', line: 3 } };
    const page = await open(aSnapshot({ instances: [anInstance({ status_files: [aFile({ project })] })] }));
    expect(page.text).toContain('Unexpected token. codev/status/0068-feature.md:3');
  });

  it('list a file under its own project only, also when paths are equal (S12)', () => {
    const projects = ['/home/ada/shop', '/home/ada/site'].map((path) => ({ path, name: path }));
    const status_files = projects.map(({ path }) => aFile({ project_path: path }));
    const machine = machineOf(anInstance({ projects, status_files }), [aWaitingGate()]);
    expect(machine.repositories.map(({ files }) => files.map(({ file }) => file.project_path))).toEqual([
      ['/home/ada/shop'],
      ['/home/ada/site'],
    ]);
    expect(machine.repositories.map(({ files }) => files[0]?.waiting.length)).toEqual([1, 0]);
  });
});

describe('an address that leads nowhere', () => {
  it('is told so, with a way on', async () => {
    new FakeHq().install().on('GET /api/session', () => json(aSession()));
    const page = await Page.open('/nowhere');
    expect(page.heading).toBe('There is no page here');
    expect(page.root.querySelector('main a[href="/"]')?.textContent).toBe('Go to the inbox');
  });
});
