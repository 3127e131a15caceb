import type { LookedAnswer } from '@codev-hq/protocol';
import { DecidingHq } from '../../testing/deciding-hq.js';
import { onEachEngine } from '../../testing/engines.js';

const digest = (sign: string) => sign.repeat(64);

let bench: DecidingHq;
let path: string;

onEachEngine((fresh) => {
  beforeEach(async () => {
    bench = await DecidingHq.start(await fresh());
    const [gate] = await bench.gates();
    path = `/api/gates/${gate!.gate_id}/looked`;
  });
  afterEach(() => bench.hq.stop());

  const look = async (seen: Record<string, unknown>, cookie = bench.ada) =>
    (await (await bench.hq.call('POST', path, { cookie, body: seen })).json()) as LookedAnswer;

  it('each look answers the one before, of the same person, over a restart', async () => {
    const grace = await bench.hq.signIn('Grace', 'grace@example.org');
    const [first, second] = [{ reading_digest: digest('1') }, { reading_digest: digest('2') }];
    expect(await look(first)).toEqual({});
    expect(await look(first, grace)).toEqual({});
    expect(await look(second)).toMatchObject({ previous: { seen: first } });
    await bench.restart();
    const last = await bench.hq.call('GET', path, { cookie: bench.ada });
    expect(await last.json()).toMatchObject({ previous: { seen: second } });
  });

  it('what is seen again is the newest look, and keeps when it was first seen', async () => {
    const [first, second] = [{ reading_digest: digest('1') }, { reading_digest: digest('2') }];
    await look(first);
    await look(second);
    await look(first);
    const last = await bench.hq.call('GET', path, { cookie: bench.ada });
    expect(await last.json()).toMatchObject({ previous: { seen: first } });
  });

  it('the same artifacts in another order are the same version', async () => {
    const [a, b] = [
      { path: 'a.md', digest: digest('1') },
      { path: 'b.md', digest: digest('2') },
    ];
    await look({ artifacts: [b, a] });
    expect(await look({ artifacts: [a, b] })).toMatchObject({ previous: { seen: { artifacts: [a, b] } } });
  });

  it('of a gate that is not there, from no page of HQ’s, or with a key, is refused', async () => {
    const body = { reading_digest: digest('1') };
    const gone = await bench.hq.call('POST', '/api/gates/nothing/looked', { cookie: bench.ada, body });
    expect(gone.status).toBe(404);
    const headers = { 'x-codev-page-secret': '' };
    expect((await bench.hq.call('POST', path, { cookie: bench.ada, body, headers })).status).toBe(401);
    const key = await bench.hq.key('read,approve');
    expect((await bench.hq.call('POST', path, { key, body })).status).toBe(403);
    expect((await bench.hq.call('GET', path, { key })).status).toBe(200);
    const wrong = await bench.hq.call('POST', path, { cookie: bench.ada, body: { reading_digest: 'short' } });
    expect(wrong.status).toBe(400);
  });
});
