import type { InstanceDetail, KeyView } from '@codev-hq/protocol';
import { aBuilder, aDecision, aDetailOf, anInstance, aSession, aSnapshot } from '../../../testing/factories';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const build = (overrides: Parameters<typeof anInstance>[0] = {}) =>
  anInstance({ instance_id: 'i2', instance_name: 'build server', online: false, ...overrides });

describe('the machines', () => {
  let hq: FakeHq;
  beforeEach(() => {
    localStorage.clear();
    hq = new FakeHq().install();
  });

  const open = async ({
    instances = [anInstance()],
    details = instances.map((instance) => aDetailOf(instance)),
    role = 'approver',
    keys = [],
    address = '/machines',
    decisions = [],
  }: {
    instances?: ReturnType<typeof anInstance>[];
    details?: InstanceDetail[];
    role?: Parameters<typeof aSession>[0];
    keys?: Partial<KeyView>[];
    address?: string;
    decisions?: ReturnType<typeof aDecision>[];
  } = {}) => {
    hq.on('GET /api/session', () => json(aSession(role)))
      .on('GET /api/instances', () => json({ instances: details }))
      .on('GET /api/keys', () =>
        json({ keys: keys.map((key) => ({ name: '', scopes: [], fixed: false, instances: [], ...key })) }),
      );
    const page = await Page.open(address);
    hq.stream.emits('snapshot', aSnapshot({ instances, decisions }));
    hq.stream.opens();
    await page.settles();
    return page;
  };
  const row = (page: Page, name: string) => {
    const found = [...page.root.querySelectorAll<HTMLElement>('hq-machine-row')].find((one) =>
      one.querySelector('h2')?.textContent.includes(name),
    );
    if (!found) throw new Error(`There is no machine ${name} among: ${page.text}`);
    return found;
  };
  const words = (element: HTMLElement) => element.textContent.replace(/\s+/g, ' ');
  const fact = (of: HTMLElement, name: string) => {
    const term = [...of.querySelectorAll('dt')].find((one) => one.textContent.trim() === name);
    return (term?.nextElementSibling?.textContent ?? '').replace(/\s+/g, ' ').trim();
  };
  const chooses = async (page: Page, of: HTMLElement, name: string) => {
    [...of.querySelectorAll<HTMLElement>('.item')].find((item) => item.textContent.trim() === name)?.click();
    await page.settles();
  };

  it('say whether they are there, how good the line is, and what they are at', async () => {
    const machine = anInstance({
      projects: ['shop', 'blog', 'site'].map((name) => ({ path: `/home/ada/${name}`, name })),
      builders: [aBuilder()],
      last_seen: new Date().toISOString(),
    });
    const details = [
      aDetailOf(machine, {
        online_since: new Date(Date.now() - 3 * 3_600_000).toISOString(),
        latency_ms: 12.4,
        reconnects_today: 2,
        key: { name: 'laptop key', revoked: false },
      }),
    ];
    const laptop = row(await open({ instances: [machine], details }), 'laptop');
    expect(words(laptop)).toContain('Connector 0.1.0');
    expect(fact(laptop, 'State')).toBe('Online for 3h');
    expect(fact(laptop, 'Last seen')).toBe('just now');
    expect(fact(laptop, 'Latency')).toBe('12 ms 2 reconnects today');
    expect(fact(laptop, 'Projects')).toBe('1 project 1 waits shop, blog and 1 more');
    expect(fact(laptop, 'Builders')).toBe('1');
    expect(fact(laptop, 'Key')).toBe('laptop key');
    const links = [...laptop.querySelectorAll('a')].map((link) => link.getAttribute('href'));
    expect(links).toEqual(['/projects?machine=i1&view=list', '/?machine=i1']);
  });

  it('say since when one is offline, and that its line is not known', async () => {
    const page = await open({ instances: [anInstance(), build()] });
    expect(page.text).toContain('1 of 2 online');
    expect(fact(row(page, 'build server'), 'State')).toMatch(/^Offline since .*2026/);
    expect(fact(row(page, 'build server'), 'Latency')).toBe('unknown');
    expect(fact(row(page, 'laptop'), 'Latency')).toBe('unknown');
  });

  it('follow what happens, and ask again how the line is', async () => {
    const page = await open({ instances: [anInstance(), build()] });
    const asked = hq.sent('GET /api/instances').length;
    const { status_files: _files, builders: _builders, ...view } = build();
    hq.stream.emits('instance', { ...view, online: true });
    await page.settles();
    expect(fact(row(page, 'build server'), 'State')).toContain('Online');
    expect(hq.sent('GET /api/instances')).toHaveLength(asked + 1);
    hq.stream.emits('instance', { ...view, removed: true });
    await page.settles();
    expect(page.root.querySelectorAll('hq-machine-row')).toHaveLength(1);
  });

  it('tell two of one name apart', async () => {
    const page = await open({
      instances: [anInstance(), anInstance({ instance_id: '0c1d2e3f-4', online: false })],
    });
    expect(page.text).toContain('laptop 0c1d2e3f');
  });

  it('are found by words and state, and the address says so', async () => {
    const instances = [
      anInstance(),
      build(),
      ...['a', 'b', 'c', 'd'].map((name) => anInstance({ instance_id: name, instance_name: `vm ${name}` })),
    ];
    const page = await open({ instances });
    page.root.querySelector<HTMLInputElement>('input[value=offline]')?.click();
    await page.settles();
    expect(page.address).toBe('/machines?state=offline');
    expect(page.root.querySelectorAll('hq-machine-row')).toHaveLength(1);
    const field = page.root.querySelector<HTMLInputElement>('input[type=search]')!;
    field.value = 'vm';
    field.dispatchEvent(new Event('input'));
    await page.settles();
    expect(page.text).toContain('No machine matches');
    await page.press('Show all of them');
    expect(page.address).toBe('/machines');
    expect(page.root.querySelectorAll('hq-machine-row')).toHaveLength(6);
  });

  it('are not the owner’s to change for others', async () => {
    const page = await open({ instances: [build()] });
    expect(page.root.querySelector('hq-machine-row hq-menu')).toBeNull();
    expect(hq.sent('GET /api/keys')).toHaveLength(0);
  });

  describe('for the owner', () => {
    const gone = build({ builders: [aBuilder()] });
    const key = { id: 'k1', name: 'build key', revoked: true };

    it('lead to their keys', async () => {
      const page = await open({ role: 'admin', instances: [gone], details: [aDetailOf(gone, { key })] });
      expect(fact(row(page, 'build server'), 'Key')).toBe('build key revoked');
      expect(row(page, 'build server').querySelector('a[href="/settings/keys"]')).not.toBeNull();
    });

    it('are forgotten once it was said what is lost', async () => {
      const decisions = [aDecision('decided', { instance_id: 'i2' })];
      hq.on('DELETE /api/instances/i2', () => json({}));
      const page = await open({ role: 'admin', instances: [anInstance(), gone], decisions });
      await chooses(page, row(page, 'build server'), 'Forget this machine…');
      const dialog = page.root.querySelector<HTMLElement>('dialog[open]')!;
      for (const loss of ['“build server”', '1 project', '1 builder', '1 decision that it has not answered'])
        expect(words(dialog)).toContain(loss);
      expect(hq.sent('DELETE /api/instances/i2')).toHaveLength(0);
      await page.press('Forget');
      expect(hq.sent('DELETE /api/instances/i2')).toHaveLength(1);
      expect(page.root.querySelector('hq-toast-stack')?.textContent).toContain(
        'HQ has forgotten build server.',
      );
    });

    it('cannot be forgotten while they are online', async () => {
      const page = await open({ role: 'admin' });
      const item = [...row(page, 'laptop').querySelectorAll<HTMLButtonElement>('.item')].at(-1);
      expect(item?.textContent.trim()).toBe('Forget (stop its connector first)');
      expect(item?.disabled).toBe(true);
    });

    it('stay when HQ says no, and the page says why', async () => {
      hq.on('DELETE /api/instances/i2', () => problem(409, 'CONFLICT', 'build server is online.'));
      const page = await open({ role: 'admin', instances: [gone] });
      await chooses(page, row(page, 'build server'), 'Forget this machine…');
      await page.press('Forget');
      expect(page.root.querySelector('main [role=alert]')?.textContent).toBe('build server is online.');
    });

    it('can be released from their key', async () => {
      hq.on('POST /api/instances/i2/release', () => json({ success: true, message: '' }));
      const page = await open({ role: 'admin', instances: [gone], details: [aDetailOf(gone, { key })] });
      await chooses(page, row(page, 'build server'), 'Release from its key…');
      await page.press('Release');
      expect(hq.sent('POST /api/instances/i2/release')).toHaveLength(1);
    });

    it('that have never connected are named by their keys', async () => {
      const page = await open({
        role: 'admin',
        keys: [
          { key_id: 'k1', name: 'new vm', scopes: ['connector'] },
          { key_id: 'k2', name: 'script', scopes: ['read'] },
          { key_id: 'k3', name: 'old', scopes: ['connector'], last_used_at: '2026-11-01T00:00:00.000Z' },
        ],
      });
      expect(words(page.root.querySelector<HTMLElement>('.never')!)).toContain('new vm');
      expect(page.root.querySelectorAll('.never li')).toHaveLength(1);
    });
  });

  it('say how the first one gets here', async () => {
    const page = await open({ instances: [] });
    expect(page.text).toContain('No machine has connected yet');
    expect(page.text).toContain('CODEV_HQ_URL=ws://localhost/ws');
    expect(page.text).toContain('Ask the owner of this HQ for a key');
  });

  it('say so while they are loaded', async () => {
    hq.on('GET /api/session', () => json(aSession()));
    const page = await Page.open('/machines');
    expect(page.root.querySelector('main [aria-label="Loading the machines"]')).not.toBeNull();
  });

  it('stay when HQ does not say how the line is, and it is asked again', async () => {
    const page = await open();
    hq.on('GET /api/instances', () => problem(503, 'INTERNAL', 'HQ is starting.'));
    hq.stream.emits('instance', { ...anInstance(), online: false });
    await page.settles();
    expect(page.text).toContain('This may be out of date. HQ is starting.');
    expect(page.root.querySelectorAll('hq-machine-row')).toHaveLength(1);
  });

  it('do not claim to be online while HQ is away', async () => {
    const page = await open({ instances: [anInstance(), build()] });
    window.dispatchEvent(new Event('offline'));
    await page.settles();
    expect(page.text).toContain('1 of 2 were online');
    expect(fact(row(page, 'laptop'), 'State')).toBe('was online');
    expect(fact(row(page, 'build server'), 'State')).toBe('was offline');
  });
});
