import { aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { iconWith } from './waiting-badge';

describe('the badge', () => {
  it('is the count of what waits, at most 99+', () => {
    expect(iconWith(3)).toContain('>3</text>');
    expect(iconWith(99)).toContain('>99</text>');
    expect(iconWith(140)).toContain('>99+</text>');
  });

  it('is on the tab’s icon and on the installed app’s, and goes when nothing waits', async () => {
    const link = document.createElement('link');
    link.setAttribute('rel', 'icon');
    document.head.append(link);
    const set = jest.fn(() => Promise.resolve());
    const clear = jest.fn(() => Promise.reject(new Error('not installed')));
    Object.assign(navigator, { setAppBadge: set, clearAppBadge: clear });
    const hq = new FakeHq().install().on('GET /api/session', () => json(aSession()));
    const page = await Page.open('/');
    hq.stream.emits('snapshot', aSnapshot({ gates: [aWaitingGate(), aWaitingGate({ gate_id: 'g2' })] }));
    await page.settles();
    expect(set).toHaveBeenLastCalledWith(2);
    expect(decodeURIComponent(link.href)).toContain('>2</text>');
    hq.stream.emits('snapshot', aSnapshot({ gates: [] }));
    await page.settles();
    expect(clear).toHaveBeenCalled();
    expect(link.getAttribute('href')).toBe('favicon.svg');
    link.remove();
  });
});
