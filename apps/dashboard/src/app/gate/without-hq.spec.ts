import { aDecision, aDetail, aSession, aSnapshot } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';

const ACCEPTED = {
  success: true,
  message: '',
  decision_id: 'd1',
  state: 'decided',
  decision: aDecision('decided'),
};

describe('the page of a gate, without HQ', () => {
  let hq: FakeHq;

  beforeEach(() => {
    const plain = aDetail();
    const detail = { ...plain, instance: { ...plain.instance, features: ['rejection'] } };

    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on('POST /api/approve', () => json(ACCEPTED));
  });

  const open = async () => {
    const page = await Page.open('/gate/g1');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };

  it('sends nothing while HQ cannot be reached, says why, and sends nothing by itself afterwards', async () => {
    const page = await open();
    await page.types('Looks right.');
    window.dispatchEvent(new Event('offline'));
    await page.settles();
    for (const name of ['Approve', 'Request changes']) {
      const button = page.button(name);
      expect(button?.getAttribute('aria-disabled')).toBe('true');
      expect(page.root.querySelector(`#${button?.getAttribute('aria-describedby')}`)?.textContent).toContain(
        'HQ cannot be reached, so nothing can be decided now. What you have written is kept.',
      );
      await page.press(name);
    }
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    expect(hq.received.filter(({ path }) => /approve|reject/.test(path))).toEqual([]);
    expect(page.text).not.toContain('nothing can be decided');
    await page.press('Approve');
    expect(hq.sent('POST /api/approve')[0]?.body).toMatchObject({ comment: 'Looks right.' });
  });

  it('does not repeat a decision of unknown fate while HQ cannot be reached', async () => {
    hq.on('POST /api/approve', () => 'lost');
    const page = await open();
    await page.press('Approve');
    window.dispatchEvent(new Event('offline'));
    await page.settles();
    await page.press('Try again');
    expect(hq.sent('POST /api/approve')).toHaveLength(1);
  });
});
