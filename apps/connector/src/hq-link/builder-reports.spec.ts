import { RATE_BURST, RATE_LIMIT, type ConnectorPayload } from '@codev-hq/protocol';
import type { BuilderPlace } from '../status-files/project-checkouts.js';
import { BuilderReports } from './builder-reports.js';
import { Pacer } from './pacer.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const PROJECT = '/r';

const builder = (nth: number): BuilderPlace => ({
  builderId: `builder-spir-${nth}`,
  projectIds: [`${nth}`],
  worktree: `/r/.builders/spir-${nth}`,
  branch: undefined,
  lastActivity: 0,
});

/** Reports of so many builders, which HQ knows from a manifest. */
function reporting(count: number) {
  const state = { builders: Array.from({ length: count }, (_, nth) => builder(nth)), looks: 0 };
  const files = {
    list: () => [],
    builders: () => {
      state.looks += 1;
      return state.builders;
    },
  };
  const pacer = new Pacer(90, 150, Date.now());
  const sent: { at: number; update: ConnectorPayload<'builder_update'> }[] = [];
  const wire = {
    get wait() {
      return pacer.waitFor(Date.now());
    },
    send: (_: string, update: unknown) => {
      pacer.take(Date.now());
      sent.push({ at: Date.now(), update: update as ConnectorPayload<'builder_update'> });
      return 'id';
    },
  };
  const reports = new BuilderReports(wire, files);
  reports.whole(PROJECT);
  state.looks = 0;
  return { state, sent, reports };
}

describe('reports of builders', () => {
  test('a burst of changes is looked at once, and what is another is told', () => {
    const { state, sent, reports } = reporting(3);
    state.builders = [builder(0), { ...builder(1), branch: 'builder/spir-1' }];
    for (let change = 0; change < 1_000; change++) reports.update(PROJECT);
    jest.advanceTimersByTime(1_000);
    expect(state.looks).toBe(1);
    expect(sent.map(({ update }) => update)).toMatchObject([
      { builder_id: 'builder-spir-2', removed: true },
      { builder_id: 'builder-spir-1', branch: 'builder/spir-1' },
    ]);
    reports.update(PROJECT);
    jest.advanceTimersByTime(1_000);
    expect(sent).toHaveLength(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('of more than HQ takes at once each is told, at the pace HQ accepts', () => {
    const { state, sent, reports } = reporting(400);
    state.builders = [];
    reports.update(PROJECT);
    jest.advanceTimersByTime(10_000);
    expect(new Set(sent.map(({ update }) => update.worktree)).size).toBe(400);
    expect(sent).toHaveLength(400);
    const first = sent[0]?.at ?? 0;
    for (const [i, { at }] of sent.entries())
      expect(i + 1).toBeLessThanOrEqual(RATE_BURST + ((at - first) * RATE_LIMIT) / 1000);
  });

  test('one that is back before its turn to be told of is not told', () => {
    const { state, sent, reports } = reporting(200);
    const all = state.builders;
    state.builders = [];
    reports.update(PROJECT);
    jest.advanceTimersByTime(100);
    const told = sent.length;
    expect(told).toBeLessThan(200);
    state.builders = all.slice(told);
    jest.advanceTimersByTime(10_000);
    expect(sent).toHaveLength(told);
  });

  test('are over with their connection', () => {
    const { state, sent, reports } = reporting(3);
    state.builders = [];
    reports.update(PROJECT);
    reports.stop();
    jest.advanceTimersByTime(1_000);
    expect(sent).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
