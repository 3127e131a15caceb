import { PAGE_SECRET_HEADER } from '@codev-hq/protocol';
import {
  aBuilder,
  aDecision,
  aFile,
  anInstance,
  aSession,
  aSnapshot,
  aTimeline,
  aWaitingGate,
} from '../../../testing/factories';
import { FakeHq, json, problem, streamed } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { keepPageSecret } from '../hq-client/page-secret';

const TIMELINE =
  'GET /api/projects/timeline?instance_id=i1&project_path=%2Fhome%2Fada%2Fshop&project_id=0068&status_file=codev%2Fstatus%2F0068-feature.md';
const TERMINAL = 'GET /api/terminal?instance_id=i1&project_path=%2Fhome%2Fada%2Fshop&builder_id=builder-68';
const timeline = aTimeline({
  from: '2026-11-22T08:00:00.000Z',
  to: '2026-11-22T20:00:00.000Z',
  phases: [{ phase: 'specify', from: '2026-11-22T08:00:00.000Z' }],
  gates: [
    {
      gate: 'specify_to_plan.human_approval',
      gate_id: 'g1',
      requested_at: '2026-11-22T10:00:00.000Z',
      decided_at: '2026-11-22T12:00:00.000Z',
      ended: 'decided',
      by: { name: 'Ada Lovelace' },
      decision_id: 'd1',
    },
  ],
  decisions: [aDecision('applied', { comment: '**Good**, go on.' })],
});

describe('a project’s page', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on(TIMELINE, () => json(timeline));
  });

  const open = async (snapshot: object = {}, address = '/projects/i1/shop/0068') => {
    const page = await Page.open(address);
    hq.stream.emits('snapshot', aSnapshot(snapshot));
    await page.settles();
    return page;
  };
  const allowing = (features: string[], online = true) => ({
    instances: [anInstance({ builders: [aBuilder()], features, online })],
  });

  it('says what waits, and leads to it', async () => {
    keepPageSecret('page-1');
    const page = await open();
    expect(hq.sent(TIMELINE)[0]?.headers[PAGE_SECRET_HEADER]).toBe('page-1');
    expect(page.heading).toBe('0068 Feature');
    const gate = page.root.querySelector('a[href="/gate/g1"]');
    expect(gate?.textContent).toContain('Move from specify to plan?');
  });

  it('draws its way, and says the same in a table', async () => {
    const page = await open();
    const picture = page.root.querySelector('svg[role=img]');
    expect(picture?.getAttribute('aria-label')).toContain('Phases: Specify 12h. Gates: Specify → Plan 2h.');
    expect(picture?.querySelectorAll('.bar')).toHaveLength(2);
    expect(picture?.querySelectorAll('.approved')).toHaveLength(1);
    const legend = [...page.root.querySelectorAll('hq-timeline-legend li')].map((one) => one.textContent);
    expect(legend).toEqual(['in a phase', 'waits for a person', 'approved']);
    const rows = [...page.root.querySelectorAll('tbody tr')].map((row) =>
      row.textContent.replace(/\s+/g, ' '),
    );
    expect(rows[0]).toContain('Phase Specify');
    expect(rows[0]).toContain('goes on');
    expect(rows[1]).toContain('approved by Ada Lovelace');
    expect(page.root.querySelector('tbody a')?.getAttribute('href')).toBe('/decisions/d1');
  });

  it('reads the timeline anew when something has happened', async () => {
    await open();
    hq.stream.emits('gate', { gate_id: 'g1' });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(hq.sent(TIMELINE)).toHaveLength(2);
  });

  it('lists decisions as they stand now', async () => {
    const page = await open({ decisions: [aDecision('refused', { decision_id: 'd2' })] });
    const links = [...page.root.querySelectorAll('hq-project-decisions a')].map((a) =>
      a.getAttribute('href'),
    );
    expect(links).toEqual(['/decisions/d1', '/decisions/d2']);
    expect(page.text).toContain('Approved 3f9a1c2');
    expect(page.text).toContain('“Good, go on.”');
  });

  it('names its files, their copies and what there is to read', async () => {
    const file = aFile({
      copies: ['/home/ada/shop/.builders/spir-7'],
      artifacts: [
        { kind: 'spec', path: 'codev/specs/68.md', title: 'The spec' },
        { kind: 'pull-request', path: 'https://example.org/1', url: 'https://example.org/1' },
      ],
    });
    const page = await open({ instances: [anInstance({ status_files: [file] })] });
    for (const words of ['codev/status/0068-feature.md', '/home/ada/shop/.builders/spir-7', 'The spec spec'])
      expect(page.text).toContain(words);
    expect(page.root.querySelector('hq-project-files a')?.getAttribute('href')).toBe('https://example.org/1');
  });

  it('says why the timeline is missing, and reads it when asked', async () => {
    hq.on(TIMELINE, () => problem(500, 'INTERNAL', 'The disk is full.'));
    const page = await open();
    expect(page.text).toContain('This could not be read. The disk is full.');
    hq.on(TIMELINE, () => json(timeline));
    await page.press('Try again');
    expect(page.root.querySelector('svg[role=img]')).not.toBeNull();
  });

  it('shows a builder’s terminal while it is looked at, as plain text', async () => {
    const stream = streamed();
    hq.on(TERMINAL, () => stream.reply);
    const page = await open(allowing(['terminal_request']));
    await page.press('Look at its terminal');
    stream.sends(`event: lines\ndata: ${JSON.stringify({ lines: ['$ npm test', '<b>1 passed</b>'] })}\n\n`);
    await page.settles();
    stream.sends(`event: output\ndata: ${JSON.stringify({ data: btoa('more\n'), sequence: 0 })}\n\n`);
    await page.settles();
    const screen = page.root.querySelector('pre');
    expect(screen?.textContent).toBe('$ npm test\n<b>1 passed</b>\nmore\n');
    expect(page.text).toContain('Followed live');
    stream.ends();
    await page.settles();
    expect(page.text).toContain('HQ has ended the view.');
  });

  it('says in the machine’s words why a terminal cannot be seen', async () => {
    hq.on(TERMINAL, () => problem(404, 'NOT_FOUND', 'builder-68 has no terminal on that machine now.'));
    const page = await open(allowing(['terminal_request']));
    await page.press('Look at its terminal');
    expect(page.text).toContain('builder-68 has no terminal on that machine now.');
    expect(page.button('Look again')).not.toBeNull();
  });

  it.each([
    ['done', 'to builder-68', 'Delivered. to builder-68'],
    [
      'held',
      'to builder-68: busy',
      'The words come when the line is free; look at the terminal if that takes long. (to builder-68: busy)',
    ],
    ['held', 'full', 'Tower holds it and has not shown it to the builder yet. full'],
    ['failed', 'No Tower runs there.', 'No Tower runs there.'],
    ['unanswered', undefined, 'Sent to laptop, which has not said yet what became of it.'],
  ])('says what became of a message: %s', async (status, detail, words) => {
    hq.on('POST /api/commands', () => json({ command_id: 'c1', status, ...(detail && { detail }) }));
    const page = await open(allowing(['send_message']));
    await page.press('Send a message');
    await page.types('Go on.');
    await page.press('Send');
    expect(page.text).toContain(words);
    expect(hq.sent('POST /api/commands')[0]?.body).toMatchObject({
      instance_id: 'i1',
      command: 'send_message',
      args: { to: 'builder-68', message: 'Go on.' },
    });
    expect(page.root.querySelector('textarea')?.value).toBe(status === 'done' ? '' : 'Go on.');
  });

  it('does not claim that a message was lost or delivered when no answer came', async () => {
    hq.on('POST /api/commands', () => 'lost');
    const page = await open(allowing(['send_message']));
    await page.press('Send a message');
    await page.types('Go on.');
    await page.press('Send');
    expect(page.text).toContain('the message may have arrived or not');
  });

  it('says what the owner has off', async () => {
    const off = await open(allowing([]));
    expect(off.text).toContain('The owner of laptop does not show terminals.');
    expect(off.button('Send a message')).toBeNull();
  });

  it('offers nothing of a machine that is offline', async () => {
    const page = await open(allowing(['terminal_request', 'send_message'], false));
    expect(page.text).toContain('Its machine is offline');
    expect(page.button('Look at its terminal')).toBeNull();
  });

  it('offers a viewer nothing that acts', async () => {
    hq.on('GET /api/session', () => json(aSession('viewer')));
    const page = await open(allowing(['terminal_request', 'send_message']));
    expect(page.text).toContain('for people who may approve');
    expect(page.button('Send a message')).toBeNull();
  });

  it('says that nothing goes by an address, and where to look', async () => {
    const page = await open({}, '/projects/i1/shop/9999');
    expect(page.heading).toBe('No project goes by this address');
    expect(page.root.querySelector('a[href="/activity?project=9999"]')).not.toBeNull();
  });

  it('lets one choose when an address fits several', async () => {
    const paths = ['/home/ada/shop', '/srv/shop'];
    const projects = paths.map((path) => ({ path, name: 'shop' }));
    const status_files = paths.map((project_path) => aFile({ project_path }));
    const page = await open({ instances: [anInstance({ projects, status_files })], gates: [aWaitingGate()] });
    expect(page.heading).toBe('Several projects go by this address');
    expect(page.root.querySelectorAll('.several a')).toHaveLength(2);
  });
});
