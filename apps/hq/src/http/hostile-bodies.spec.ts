import * as fc from 'fast-check';
import { problemDetails } from '@codev-hq/protocol';
import { APPROVE, FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

/** `npm run test:chaos` asks for more. */
const FACTOR = Number(process.env['FUZZ_FACTOR'] ?? 1);

let hq: RunningHq;
let cookie: string;
let readKey: string;

beforeAll(async () => {
  hq = await RunningHq.start();
  cookie = await hq.signIn('Ada', 'ada@example.org');
  readKey = await hq.key('read');
  const machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  await machine.request('status_update', statusUpdate(statusFile()));
});

afterAll(() => hq.stop());

const strange = fc.oneof(
  fc.constantFrom<unknown>(null, -1, 1e308, '', '\0', '\ud800', [], {}, '../../x', '$(touch x)', '__proto__'),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }),
);
/** A request that is nearly right: one to three of its fields are something else. */
const nearlyRight = fc
  .tuple(
    fc.constantFrom<object>({ ...APPROVE, wait: 0, expected: {}, comment: 'x' }, { token: 'x' }),
    fc.array(
      fc.tuple(
        fc.constantFrom('instance_id', 'gate', 'project_path', 'expected', 'comment', 'wait', 'token'),
        strange,
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([request, changes]) => JSON.stringify({ ...request, ...Object.fromEntries(changes) }));
const body = fc.oneof(
  nearlyRight,
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 100 }),
  nearlyRight.map((text) => text.slice(0, text.length / 2)),
  fc.constantFrom('['.repeat(50_000), '{"a":'.repeat(20_000), `"${'x'.repeat(100_000)}"`),
);
const route = fc.constantFrom(
  '/api/approve',
  '/api/reject',
  '/api/session',
  '/api/instances/machine-1/release',
);
const type = fc.constantFrom(
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'x/y;z',
  '',
);

async function expectAnAnswer(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status).toBeLessThan(500);
  if (response.ok || response.status === 304) return;
  expect(problemDetails.safeParse(JSON.parse(text)).error?.issues).toBeUndefined();
}

it('any body to any address is answered: done, or refused as problem details', async () => {
  await fc.assert(
    fc.asyncProperty(route, body, type, async (path, text, contentType) => {
      const headers = { cookie, origin: hq.url, 'content-type': contentType };
      await expectAnAnswer(await fetch(hq.url + path, { method: 'POST', headers, body: text }));
    }),
    { numRuns: 150 * FACTOR },
  );
  expect((await hq.call('GET', '/health')).status).toBe(200);
});

it('any query and any path below the API is answered', async () => {
  const query = fc.webQueryParameters();
  const segment = fc.oneof(fc.webSegment(), fc.constantFrom('%00', '..%2f..%2fetc', '%ff', 'a%0d%0ab', '%'));
  const under = fc.constantFrom('/api/decisions', '/api/gates', '/api/state', '/api/instances', '/api', '');
  await fc.assert(
    fc.asyncProperty(under, segment, query, async (start, last, asked) => {
      const headers = { authorization: `Bearer ${readKey}` };
      const names = ['', 'state=', 'cursor=', 'limit=', 'view='];
      for (const name of names) {
        const response = await fetch(`${hq.url}${start}/${last}?${name}${asked}`, { headers });
        expect(response.status).not.toBe(500);
        await response.body?.cancel();
      }
    }),
    { numRuns: 25 * FACTOR },
  );
  expect((await hq.call('GET', '/health')).status).toBe(200);
});
