import { gateSteps, timeTold, type GateNow } from './gate-steps.js';

const NOW = Date.parse('2026-11-25T12:00:00Z');
const HOUR = 3_600_000;
const ASKED = NOW - 5 * HOUR;

const gate = (overrides: Partial<NonNullable<GateNow['gate']>> = {}) => ({
  waiting: true,
  passed: false,
  ...overrides,
});
const now = (overrides: Partial<GateNow> = {}): GateNow => ({
  gate: gate(),
  since: ASKED,
  isSentBack: false,
  isServed: true,
  changedAt: NOW - HOUR,
  seenAt: NOW - HOUR,
  now: NOW,
  ...overrides,
});
const known = (kind: string, came_from: string | null = null) => ({ kind, since: ASKED, came_from });
const PASSED = gate({ waiting: false, passed: true });

describe('a gate that waits', () => {
  it('was asked for, once', () => {
    expect(gateSteps(undefined, now())).toEqual([{ kind: 'gate-requested', at: ASKED, since: ASKED }]);
    expect(gateSteps(known('gate-requested'), now())).toEqual([]);
  });

  it('is asked for anew after it was opened, or when its file says so', () => {
    const again = [{ kind: 'gate-requested', at: NOW - HOUR, since: NOW - HOUR }];
    expect(gateSteps(known('gate-decided'), now({ since: NOW - HOUR }))).toEqual(again);
    expect(gateSteps(known('gate-opened'), now({ since: NOW - HOUR }))).toEqual(again);
    expect(gateSteps(known('gate-requested'), now({ since: NOW - HOUR }))).toEqual(again);
  });

  it('is asked for anew since its file came, when that tells a time from before it was opened', () => {
    const again = [{ kind: 'gate-requested', at: NOW - HOUR, since: NOW - HOUR }];
    const opened = { ...known('gate-decided'), at: NOW - 2 * HOUR };
    expect(gateSteps(opened, now())).toEqual(again);
    expect(gateSteps({ ...opened, kind: 'gate-opened' }, now())).toEqual(again);
  });

  it('that comes back as it was waits since then', () => {
    expect(gateSteps(known('gate-vanished'), now())).toEqual([
      { kind: 'gate-requested', at: NOW - HOUR, since: ASKED },
    ]);
  });

  it('and was sent back waits for a new version first, and then since that came', () => {
    const sentBack = { kind: 'gate-sent-back', at: NOW - HOUR, since: ASKED };
    expect(gateSteps(known('gate-requested'), now({ isSentBack: true }))).toEqual([sentBack]);
    expect(gateSteps(known('gate-sent-back'), now({ isSentBack: true }))).toEqual([]);
    expect(gateSteps(undefined, now({ isSentBack: true }))).toEqual([
      { kind: 'gate-requested', at: ASKED, since: ASKED },
      sentBack,
    ]);
    expect(gateSteps(known('gate-sent-back'), now())).toEqual([
      { kind: 'gate-requested', at: NOW - HOUR, since: NOW - HOUR },
    ]);
  });
});

describe('a gate that has passed', () => {
  it('passed once, at the time its entry tells', () => {
    const at = new Date(NOW - 2 * HOUR).toISOString();
    expect(gateSteps(known('gate-requested'), now({ gate: { ...PASSED, at } }))).toEqual([
      { kind: 'passed', at: NOW - 2 * HOUR, since: ASKED },
    ]);
    expect(gateSteps(known('gate-decided'), now({ gate: PASSED }))).toEqual([]);
    expect(gateSteps(known('gate-opened'), now({ gate: PASSED }))).toEqual([]);
  });

  it('passed when HQ got the file, when its entry tells no time or one that cannot be', () => {
    const later = new Date(NOW + HOUR).toISOString();
    for (const at of [undefined, 'yesterday', later, '0001-01-01T00:00:00Z']) {
      const shown = { ...PASSED, ...(at !== undefined && { at }) };
      expect(gateSteps(known('gate-requested'), now({ gate: shown }))).toEqual([
        { kind: 'passed', at: NOW - HOUR, since: ASKED },
      ]);
    }
  });

  it('before HQ knew of it has the whole of its wait, where the file tells it', () => {
    const requested_at = new Date(ASKED).toISOString();
    const at = new Date(NOW - 2 * HOUR).toISOString();
    expect(gateSteps(undefined, now({ gate: { ...PASSED, requested_at, at } }))).toEqual([
      { kind: 'gate-requested', at: ASKED, since: ASKED },
      { kind: 'passed', at: NOW - 2 * HOUR, since: ASKED },
    ]);
    expect(gateSteps(undefined, now({ gate: { ...PASSED, at } }))).toEqual([
      { kind: 'passed', at: NOW - 2 * HOUR, since: null },
    ]);
  });

  it('never passed before it was asked for', () => {
    const at = new Date(ASKED - HOUR).toISOString();
    expect(gateSteps(known('gate-requested'), now({ gate: { ...PASSED, at } }))).toEqual([
      { kind: 'passed', at: ASKED, since: ASKED },
    ]);
  });
});

describe('a gate that is gone', () => {
  it('vanished when it had waited, and is no news otherwise', () => {
    const gone = now({ gate: undefined });
    const from = (came_from: string) => [{ kind: 'gate-vanished', at: NOW - HOUR, since: ASKED, came_from }];
    expect(gateSteps(known('gate-requested'), gone)).toEqual(from('gate-requested'));
    expect(gateSteps(known('gate-sent-back'), gone)).toEqual(from('gate-sent-back'));
    for (const before of [undefined, known('gate-decided'), known('gate-opened'), known('gate-vanished')])
      expect(gateSteps(before, gone)).toEqual([]);
    expect(gateSteps(known('gate-requested'), now({ gate: gate({ waiting: false }) }))).toEqual(
      from('gate-requested'),
    );
  });

  it('and was sent back comes back so', () => {
    const left = known('gate-vanished', 'gate-sent-back');
    expect(gateSteps(left, now({ isSentBack: true }))).toEqual([]);
  });
});

describe('a gate whose project is not served any more', () => {
  const gone = now({ gate: undefined, isServed: false });
  const SEEN = NOW - HOUR / 2;

  it.each(['gate-requested', 'gate-sent-back'])('goes on as it was (%s) when it is served again', (kind) => {
    const isSentBack = kind === 'gate-sent-back';
    const interrupted = { at: NOW - HOUR, since: ASKED, came_from: kind };
    expect(gateSteps(known(kind), gone)).toEqual([{ kind: 'gate-unserved', ...interrupted }]);
    expect(gateSteps(known('gate-unserved', kind), gone)).toEqual([]);
    const back = now({ isSentBack, seenAt: SEEN });
    expect(gateSteps(known('gate-unserved', kind), back)).toEqual([
      { kind: 'gate-served', at: SEEN, since: ASKED, came_from: kind },
    ]);
    expect(gateSteps(known('gate-served', kind), back)).toEqual([]);
    expect(gateSteps(known('gate-served', kind), gone)).toEqual([{ kind: 'gate-unserved', ...interrupted }]);
  });

  it('may have passed or have a new version meanwhile', () => {
    const at = new Date(NOW - 2 * HOUR).toISOString();
    const passed = [{ kind: 'passed', at: NOW - 2 * HOUR, since: ASKED }];
    expect(gateSteps(known('gate-unserved', 'gate-requested'), now({ gate: { ...PASSED, at } }))).toEqual(
      passed,
    );
    expect(gateSteps(known('gate-unserved', 'gate-sent-back'), now())).toEqual([
      { kind: 'gate-requested', at: NOW - HOUR, since: NOW - HOUR },
    ]);
  });

  it('is no news when it had been opened', () => {
    for (const before of [undefined, known('gate-decided'), known('gate-opened'), known('gate-vanished')])
      expect(gateSteps(before, gone)).toEqual([]);
  });
});

it('believes no clock that is ahead of its own', () => {
  expect(timeTold(new Date(NOW + 30_000).toISOString(), NOW)).toBe(NOW);
  expect(timeTold(new Date(NOW + 90_000).toISOString(), NOW)).toBeUndefined();
});
