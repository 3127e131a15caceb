import { CloseCode } from '@codev-hq/protocol';
import { againWords, planReconnect, type Parting } from './reconnect-policy.js';

const UNREACHABLE: Parting = { kind: 'unreachable', words: 'ECONNREFUSED' };
/** HQ has been away for so long that only the doubling counts. */
const long = (attempt: number) => ({ attempt, awayMs: Infinity });
const closed = (code: number, reason = ''): Parting => ({ kind: 'closed', code, reason });

describe('when to connect again', () => {
  test('starts at a second, doubles, and stops at a minute', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 6, 7, 100].map(
      (attempt) => planReconnect(UNREACHABLE, long(attempt), 1).delayMs,
    );
    expect(ceilings).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
  });

  test('is never longer than HQ has been away: what was quickly tried is quickly tried again', () => {
    const ceilings = [0, 400, 1_500, 3_000, 100_000].map(
      (awayMs) => planReconnect(UNREACHABLE, { attempt: 3, awayMs }, 1).delayMs,
    );
    expect(ceilings).toEqual([1_000, 1_000, 1_500, 3_000, 8_000]);
  });

  test('is spread over the whole span, so that many connectors do not come at once', () => {
    expect(planReconnect(UNREACHABLE, long(3), 0).delayMs).toBe(0);
    expect(planReconnect(UNREACHABLE, long(3), 0.5).delayMs).toBe(4_000);
  });

  test.each([CloseCode.GoingAway, CloseCode.Restart])(
    'is at once, with a little jitter, after %d',
    (code) => {
      expect(planReconnect(closed(code), long(0), 0.999).delayMs).toBeLessThan(500);
      expect(planReconnect(closed(code), long(3), 1).delayMs).toBe(8_000);
    },
  );

  test.each<[string, Parting, RegExp]>([
    ['an unknown key', { kind: 'refused', status: 401 }, /CODEV_HQ_API_KEY/],
    ['a key without the scope', { kind: 'refused', status: 403 }, /scope "connector"/],
    ['a revoked key', closed(CloseCode.KeyRevoked), /revoked/],
    ['another connector in our place', closed(CloseCode.Replaced), /data directory/],
    ['a refused registration', { kind: 'unregistered', words: 'It belongs to another key.' }, /another key/],
    ['a reason on our side', { kind: 'unwelcome', words: 'known-hqs.json is damaged' }, /damaged/],
  ])('is slow, and says what to check, for %s', (_, parting, words) => {
    const plan = planReconnect(parting, long(0), 0);
    expect(plan).toMatchObject({ needsHelp: true, words: expect.stringMatching(words) });
    expect(plan.delayMs).toBeGreaterThanOrEqual(30_000);
    expect(planReconnect(parting, long(0), 1).delayMs).toBe(60_000);
  });

  test('of a key that was revoked or has a new secret is one sentence with when the old one is tried again', () => {
    const { words } = planReconnect(closed(CloseCode.KeyRevoked), long(0), 0);
    expect(`${words} ${againWords(37_000)}`).toMatch(
      /^This key was revoked or has a new secret: [^.]*37\.0 s$/,
    );
  });

  test('is now where nobody could read how soon it is', () => {
    expect(againWords(0)).toBe('trying again now');
    expect(againWords(499)).toBe('trying again now');
    expect(againWords(3_960)).toBe('trying again in 4.0 s');
  });

  test.each<[Parting, RegExp]>([
    [{ kind: 'refused', status: 404 }, /404.*CODEV_HQ_URL/],
    [UNREACHABLE, /ECONNREFUSED/],
    [{ kind: 'silent' }, /silent/],
    [closed(4413, 'too large'), /4413, too large/],
  ])('says what happened: %j', (parting, words) => {
    expect(planReconnect(parting, long(0), 0)).toMatchObject({
      needsHelp: false,
      words: expect.stringMatching(words),
    });
  });
});
