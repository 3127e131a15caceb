import { TestBed } from '@angular/core/testing';
import type { GateDetail } from '@codev-hq/protocol';
import { aDecision, aDetail, aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { Shortcuts } from '../ui/shortcuts';

describe('the keys and the ways on the page of a gate', () => {
  let hq: FakeHq;
  let detail: GateDetail;

  beforeEach(() => {
    detail = aDetail();
    detail = aDetail({ instance: { ...detail.instance, features: ['rejection'] } });
    hq = new FakeHq()
      .install()
      .on('GET /api/session', () => json(aSession()))
      .on('GET /api/gates/g1', () => json(detail))
      .on('GET /api/gates/g2', () => json({ ...detail, gate_id: 'g2' }))
      .on('POST /api/approve', () => {
        const decision = aDecision('decided');
        return json({ success: true, message: '', decision_id: 'd1', state: 'decided', decision });
      });
  });

  const open = async () => {
    const page = await Page.open('/gate/g1');
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot());
    await page.settles();
    return page;
  };
  const listed = () =>
    TestBed.inject(Shortcuts)
      .all()
      .map(({ key }) => key);
  const presses = async (page: Page, key: string) => {
    document.dispatchEvent(new KeyboardEvent('keydown', { key }));
    await page.settles();
  };

  it('has keys that are listed when they do something there now, and then do it', async () => {
    const page = await open();
    expect(listed()).toEqual(['mod+k', '?', 'a', 'r']);
    await presses(page, 'r');
    expect(document.activeElement).toBe(page.button('Request changes'));
    await presses(page, 'a');
    expect(document.activeElement).toBe(page.button('Approve'));
    hq.stream.emits('gate', { gate_id: 'g2', gate: aWaitingGate({ gate_id: 'g2' }) });
    await page.press('Approve');
    expect(listed()).toEqual(['mod+k', '?', 'n']);
    await presses(page, 'n');
    expect(page.address).toBe('/gate/g2');
  });

  it('leads on to the gate that waits next, and back to the inbox when none does', async () => {
    const page = await open();
    const on = () => page.root.querySelector('hq-decision-panel a.next');
    expect(on()).toBeNull();
    const next = aWaitingGate({ gate_id: 'g2', gate: 'plan_to_implement.human_approval' });
    hq.stream.emits('gate', { gate_id: 'g2', gate: next });
    await page.press('Approve');
    expect(on()?.getAttribute('href')).toBe('/gate/g2');
    expect(on()?.textContent).toContain('Next: 0068 Feature · Plan → Implement');
    hq.stream.emits('gate', { gate_id: 'g2' });
    await page.settles();
    expect(on()?.getAttribute('href')).toBe('/');
    expect(on()?.textContent).toContain('Back to the inbox');
  });
});
