import { aSession, aSnapshot } from '../../testing/factories';
import { FakeHq, json, later } from '../../testing/fake-hq';
import { Page } from '../../testing/page';

const marked = ({ root }: Page) =>
  [...root.querySelectorAll('.pages [aria-current="page"] .name')].map(({ textContent }) => textContent);
const comes = ({ root }: Page) => root.querySelector('hq-page-coming [role="status"]') !== null;

describe('the frame', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
  });

  it('marks the page that the address leads to and shows that it comes, before HQ has answered anything', async () => {
    const session = later();
    hq.on('GET /api/session', () => session.answer);
    const page = await Page.opening('/settings/sessions');
    expect(marked(page)).toEqual(['Settings']);
    expect(page.root.querySelector('.rest.here')?.textContent).toContain('More');
    expect(comes(page)).toBe(true);

    session.arrive(json(aSession()));
    await page.until(() => page.heading === 'Sessions');
    expect(comes(page)).toBe(false);
    expect(marked(page)).toEqual(['Settings']);
  });

  it.each([
    ['/machines?q=x', 'Machines'],
    ['/settings', undefined],
    ['/gate/g1', undefined],
  ])('says at %s at once what will stand there: %s', async (address, words) => {
    const session = later();
    hq.on('GET /api/session', () => session.answer);
    const page = await Page.opening(address);
    expect(page.root.querySelector('hq-page-coming p.heading')?.textContent).toBe(words);
    session.arrive(json({}, 401));
  });

  it('says of nobody who has to sign in that a page comes', async () => {
    const session = later();
    hq.on('GET /api/session', () => session.answer);
    expect(comes(await Page.opening('/sign-in'))).toBe(false);
    session.arrive(json({}, 401));
  });

  it.each([
    ['/?show=mine', ['Inbox']],
    ['/projects?view=list', ['Projects']],
    ['/gate/g1', []],
    ['/no-such-page', []],
  ])('marks at %s what it belongs to', async (address, names) => {
    const page = await Page.open(address);
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    expect(marked(page)).toEqual(names);
  });
});
