import { health, PAGE_SECRET_HEADER } from '@codev-hq/protocol';
import { FakeHq, json, problem } from '../../../testing/fake-hq';
import { askHq } from './hq-http';
import { keepPageSecret } from './page-secret';

const HEALTHY = { status: 'ok' as const, timestamp: '2026-11-22T10:00:00.000Z' };

describe('asking HQ', () => {
  let hq: FakeHq;
  beforeEach(() => {
    hq = new FakeHq().install();
  });

  const troubleOf = async () => {
    const answer = await askHq('/health', health);
    return answer.ok ? null : answer.trouble;
  };

  it('gives the value that fits the schema', async () => {
    hq.on('GET /health', () => json(HEALTHY));
    expect(await askHq('/health', health)).toEqual({ ok: true, value: HEALTHY });
  });

  it('says signed out for a 401, whatever its body', async () => {
    hq.on('GET /health', () => ({ status: 401, body: '' }));
    expect(await troubleOf()).toEqual({ kind: 'signed-out' });
  });

  it('shows the page’s secret with what changes something, and with nothing else', async () => {
    keepPageSecret('page-1');
    for (const method of ['GET', 'POST', 'DELETE'] as const) await askHq('/health', health, { method });
    const shown = hq.received.map(({ method, headers }) => `${method} ${headers[PAGE_SECRET_HEADER]}`);
    expect(shown).toEqual(['GET undefined', 'POST page-1', 'DELETE page-1']);
  });

  it('passes HQ’s own words on when it refuses', async () => {
    hq.on('GET /health', () => problem(409, 'STALE', 'Read it again.'));
    expect(await troubleOf()).toMatchObject({
      kind: 'refused',
      problem: { code: 'STALE', detail: 'Read it again.' },
    });
  });

  it('says unreachable when no answer comes', async () => {
    hq.on('GET /health', () => 'lost');
    expect(await troubleOf()).toEqual({ kind: 'unreachable' });
  });

  it('says that a proxy’s error page is not HQ’s answer', async () => {
    hq.on('GET /health', () => ({ status: 502, body: '<html>Bad gateway</html>' }));
    expect(await troubleOf()).toEqual({
      kind: 'unexpected',
      detail: 'HQ answered with status 502. Try again in a moment.',
    });
  });

  it('names the field of an answer that it does not understand', async () => {
    hq.on('GET /health', () => json({ ...HEALTHY, timestamp: 7 }));
    expect(await troubleOf()).toEqual({
      kind: 'unexpected',
      detail: "HQ's answer is not one this page understands (timestamp). Reload the page.",
    });
  });

  it('throws only when its caller has lost interest', async () => {
    hq.on('GET /health', () => 'lost');
    const gone = new AbortController();
    gone.abort();
    await expect(askHq('/health', health, { signal: gone.signal })).rejects.toThrow('Failed to fetch');
  });
});
