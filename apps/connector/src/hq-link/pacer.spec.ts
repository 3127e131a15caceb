import { RATE_BURST, RATE_LIMIT } from '@codev-hq/protocol';
import { Pacer } from './pacer.js';

/** Sends whenever there is a turn, for this long; answers when each message went. */
function sendAsFastAsAllowed(pacer: Pacer, forMs: number): number[] {
  const sent: number[] = [];
  for (let now = 0; now < forMs; now++)
    while (pacer.waitFor(now) === 0) {
      pacer.take(now);
      sent.push(now);
    }
  return sent;
}

describe('the pace of messages', () => {
  test('never meets HQ’s limits: 100 a second, 200 at once', () => {
    const sent = sendAsFastAsAllowed(new Pacer(90, 150, 0), 10_000);
    for (const [i, first] of sent.entries())
      for (const span of [1, 100, 1_000, 5_000]) {
        const count = sent.slice(i).filter((at) => at < first + span).length;
        expect(count).toBeLessThanOrEqual(RATE_BURST + (RATE_LIMIT * span) / 1000);
      }
    expect(sent.length).toBeGreaterThan(150 + 80 * 10);
  });

  test('tells how long to wait', () => {
    const pacer = new Pacer(10, 1, 0);
    expect(pacer.waitFor(0)).toBe(0);
    pacer.take(0);
    expect(pacer.waitFor(0)).toBe(100);
    expect(pacer.waitFor(60)).toBe(40);
    expect(pacer.waitFor(100)).toBe(0);
  });

  test('urgent messages go at once, and the others wait for them', () => {
    const pacer = new Pacer(10, 1, 0);
    for (let i = 0; i < 3; i++) pacer.take(0);
    expect(pacer.waitFor(0)).toBe(300);
  });

  test('a clock that is set back stops nothing', () => {
    const pacer = new Pacer(10, 1, 1_000);
    pacer.take(1_000);
    expect(pacer.waitFor(0)).toBe(100);
    expect(pacer.waitFor(100)).toBe(0);
  });
});
