import { aBuilder } from '../../../testing/factories';
import { stuckFor } from './stuck';

const NOW = Date.parse('2026-11-22T12:00:00Z');

describe('a builder is called stuck', () => {
  it.each([
    ['implementing', '2026-11-22T09:00:00Z', 3 * 3_600_000],
    ['spawning', '2026-11-22T09:00:00Z', 3 * 3_600_000],
    ['implementing', '2026-11-22T11:30:00Z', null],
    ['blocked', '2026-11-20T09:00:00Z', null],
    ['pr-ready', '2026-11-20T09:00:00Z', null],
    ['complete', '2026-11-20T09:00:00Z', null],
    ['implementing', undefined, null],
    ['implementing', 'yesterday', null],
  ] as const)('%s, last moved %s: %s', (status, last_activity, expected) => {
    const builder = aBuilder({ status, ...(last_activity && { last_activity }) });
    expect(stuckFor(builder, NOW)).toBe(expected);
  });
});
