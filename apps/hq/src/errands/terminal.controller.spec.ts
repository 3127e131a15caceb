import type { ProblemDetails } from '@codev-hq/protocol';
import { EventReader } from '../../testing/event-reader.js';
import { FakeMachine } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

const QUERY = new URLSearchParams({
  instance_id: 'machine-1',
  project_path: '/code/shop',
  builder_id: 'builder-spir-68',
  lines: '50',
}).toString();

describe('a builder’s terminal', () => {
  let hq: RunningHq;
  let machine: FakeMachine;
  let ada: string;

  beforeEach(async () => {
    hq = await RunningHq.start();
    ada = await hq.signIn('Ada Lovelace', 'ada@example.org');
    machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['terminal_request'] });
  });
  afterEach(() => hq.stop());

  const look = (cookie = ada) => hq.call('GET', `/api/terminal?${QUERY}`, { cookie });
  const asked = (nth = 0) => machine.nth(({ type }) => type === 'terminal_request', nth);
  const output = (session_id: string, sequence: number) =>
    machine.request('terminal_output', { session_type: 'builder', session_id, data: 'aGk=', sequence });

  it('is shown, followed while somebody looks, and left alone afterwards', async () => {
    const opening = look();
    const request = await asked();
    expect(request.payload).toMatchObject({ builder_id: 'builder-spir-68', lines: 50, follow_ms: 30_000 });
    machine.respond(request.id, { payload: { session_id: 't1', lines: ['$ npm test'], total: 1 } });
    const stream = new EventReader(await opening);
    expect(await stream.next()).toMatchObject({ name: 'lines', data: { lines: ['$ npm test'], total: 1 } });
    await output('another', 1);
    await output('t1', 2);
    expect(await stream.next()).toMatchObject({ name: 'output', data: { data: 'aGk=', sequence: 2 } });
    await stream.close();
    expect((await asked(1)).payload).toMatchObject({ builder_id: 'builder-spir-68', follow_ms: 0 });
  });

  it('passes the machine’s refusal on, and says so when terminals are off there', async () => {
    const opening = look();
    machine.respond((await asked()).id, { success: false, code: 'NOT_FOUND', error: 'No such terminal.' });
    expect(await (await opening).json()).toMatchObject({ code: 'NOT_FOUND' });
    await machine.request('register', {
      instance_id: 'machine-1',
      projects: [{ path: '/code/shop', name: 'shop' }],
    });
    expect(((await (await look()).json()) as ProblemDetails).code).toBe('UNSUPPORTED');
  });

  it('needs somebody who may decide', async () => {
    const key = await hq.key('read');
    expect((await hq.call('GET', `/api/terminal?${QUERY}`, { key })).status).toBe(403);
  });

  it('what nobody looks at is acknowledged and dropped', async () => {
    expect(await output('t1', 1)).toMatchObject({ success: true });
  });
});
