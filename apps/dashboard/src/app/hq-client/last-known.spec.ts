import { TestBed } from '@angular/core/testing';
import { aDecision, anInstance, aSession, aSnapshot, aWaitingGate } from '../../../testing/factories';
import { FakeHq, json } from '../../../testing/fake-hq';
import { Page } from '../../../testing/page';
import { LastKnown, snapshotText } from './last-known';
import { afterEvent, NOTHING_YET, type LiveState } from './live-state';

const AT = '2026-11-22T14:03:00.000Z';
const stateOf = (snapshot: ReturnType<typeof aSnapshot>): LiveState =>
  afterEvent(NOTHING_YET, { name: 'snapshot', data: snapshot });

describe('what HQ said last, kept on this device', () => {
  let kept: LastKnown;
  beforeEach(() => (kept = TestBed.inject(LastKnown)));

  it('comes back as it was, with its time', async () => {
    await kept.keep('p1', stateOf(aSnapshot()), AT);
    const recalled = await kept.recall();
    expect(recalled?.gates).toEqual([aWaitingGate()]);
    expect(recalled?.timestamp).toBe(AT);
  });

  it('is nobody’s after signing out, and not another person’s', async () => {
    await kept.keep('p1', stateOf(aSnapshot()), AT);
    await kept.isFor('p1');
    expect(await kept.recall()).not.toBeNull();
    await kept.isFor('p2');
    expect(await kept.recall()).toBeNull();
    await kept.keep('p1', stateOf(aSnapshot()), AT);
    await kept.forget();
    expect(await kept.recall()).toBeNull();
  });

  it('keeps the newest fifty decisions', () => {
    const decisions = Array.from({ length: 60 }, (_, n) =>
      aDecision('applied', {
        decision_id: `d${n}`,
        decided_at: new Date(Date.UTC(2026, 0, 1, n)).toISOString(),
      }),
    );
    const text = JSON.parse(snapshotText(stateOf(aSnapshot({ decisions })), AT));
    expect(text.decisions).toHaveLength(50);
    expect(text.decisions[0].decision_id).toBe('d59');
  });

  it('is bounded: without files when they are too much, without gates when these are', () => {
    const state = stateOf(aSnapshot({ instances: [anInstance()] }));
    const whole = snapshotText(state, AT).length;
    const withoutFiles = snapshotText(state, AT, whole - 1);
    expect(JSON.parse(withoutFiles)).toMatchObject({
      instances: [{ status_files: [] }],
      gates: [aWaitingGate()],
    });
    expect(JSON.parse(snapshotText(state, AT, withoutFiles.length - 1)).gates).toEqual([]);
  });
});

describe('a page opened while HQ is away', () => {
  let hq: FakeHq;
  beforeEach(() => (hq = new FakeHq().install().on('GET /api/session', () => 'lost')));

  it('says only that HQ cannot be reached when nothing was kept', async () => {
    const page = await Page.open('/');
    window.dispatchEvent(new Event('offline'));
    await page.settles();
    expect(page.text).toContain('HQ cannot be reached. Check your network, and that HQ is running.');
    expect(page.text).not.toContain('As of');
  });

  it('shows what was true last, marked as old, until HQ answers', async () => {
    // jsdom has no IndexedDB; the end-to-end tests keep and recall in a real one.
    jest.spyOn(LastKnown.prototype, 'recall').mockResolvedValueOnce({ ...aSnapshot(), timestamp: AT });
    const page = await Page.open('/');
    expect(page.text).toMatch(/As of .*2026.*: HQ cannot be reached/);
    expect(page.text).toContain('What you see was true then. Nothing can be decided until HQ answers');
    expect(page.text).toContain('Feature');
    hq.on('GET /api/session', () => json(aSession()));
    hq.stream.opens();
    hq.stream.emits('snapshot', aSnapshot({ gates: [] }));
    await page.settles();
    expect(page.text).not.toContain('As of');
    expect(page.text).toContain('All clear');
  });
});
