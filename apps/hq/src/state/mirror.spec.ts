import type { StateSnapshot, WaitingGate } from '@codev-hq/protocol';
import { createHash } from 'node:crypto';
import { FakeMachine, registration, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { onEachEngine } from '../../testing/engines.js';

let hq: RunningHq;
let machine: FakeMachine;

onEachEngine((fresh) => {
  beforeEach(async () => {
    // Some of these say more in a moment than a machine may.
    hq = await RunningHq.start({ ...(await fresh()), rateLimit: 0 });
    machine = await FakeMachine.registered(hq.url, FIXED_KEY);
  });

  afterEach(() => hq.stop());

  async function instance(): Promise<StateSnapshot['instances'][number]> {
    const response = await hq.call('GET', '/api/state', { key: await hq.key('read') });
    return ((await response.json()) as StateSnapshot).instances[0]!;
  }

  async function gates(): Promise<WaitingGate[]> {
    return (await (
      await hq.call('GET', '/api/gates', { key: await hq.key('read') })
    ).json()) as WaitingGate[];
  }

  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  it('an acknowledged status_update is what GET /api/state answers', async () => {
    await machine.request(
      'status_update',
      statusUpdate(statusFile(), { git_sha: 'abc123', digest: sha256(statusFile()) }),
    );
    expect((await instance()).status_files).toMatchObject([
      {
        path: 'codev/status/0068-feature.md',
        content: statusFile(),
        digest: sha256(statusFile()),
        git_sha: 'abc123',
      },
    ]);
  });

  it('S12: two projects with the same relative file are told apart by project_path', async () => {
    const projects = [
      { path: '/code/shop', name: 'shop' },
      { path: '/code/blog', name: 'blog' },
    ];
    await machine.request('register', registration({ projects }));
    await machine.request('status_update', statusUpdate(statusFile()));
    await machine.request(
      'status_update',
      statusUpdate(statusFile({ log: 'other' }), { project_path: '/code/blog' }),
    );
    await machine.request('builder_update', {
      project_path: '/code/blog',
      builder_id: '0068',
      status: 'implementing',
    });
    const { status_files, builders } = await instance();
    expect(status_files.map((file) => file.project_path)).toEqual(['/code/shop', '/code/blog']);
    expect(builders).toMatchObject([{ project_path: '/code/blog', status: 'implementing' }]);
  });

  it('S14: an empty status file is a fact, not an error', async () => {
    expect(await machine.request('status_update', statusUpdate(''))).toMatchObject({ success: true });
    expect((await instance()).status_files).toMatchObject([{ content: '' }]);
  });

  it('a file of a project that is not registered, too large or with a wrong digest is refused', async () => {
    const refusal = async (payload: Record<string, unknown>) =>
      (await machine.request('status_update', payload)).code;
    expect(await refusal(statusUpdate('x', { project_path: '/elsewhere' }))).toBe('PROJECT_NOT_FOUND');
    expect(await refusal(statusUpdate('x'.repeat(256 * 1024 + 1)))).toBe('TOO_LARGE');
    expect(await refusal(statusUpdate('x', { digest: 'f'.repeat(64) }))).toBe('INVALID_MESSAGE');
    expect((await instance()).status_files).toEqual([]);
  });

  it('one machine cannot fill HQ: files and registrations are bounded', async () => {
    const { Mirror } = await import('./mirror.js');
    const mirror = hq.app.get(Mirror);
    const held = mirror.instance('machine-1')!;
    let refusal;
    for (let i = 0; i < 5001; i += 1) {
      refusal = mirror.statusUpdate(held, statusUpdate('', { status_file: `codev/status/${i}.md` }) as never);
    }
    expect(refusal).toMatchObject({ code: 'TOO_LARGE' });
    let answer;
    for (let i = 0; i < 100; i += 1) answer = await machine.request('register', registration());
    expect(answer).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('no key can fill HQ under ever new names, and what is given back is free again', async () => {
    const { Mirror } = await import('./mirror.js');
    const mirror = hq.app.get(Mirror);
    const register = (instance_id: string) =>
      mirror.register('key-x', registration({ instance_id }) as never);
    const answers = Array.from({ length: 20_000 }, (_, i) => register(`x-${i}`));
    expect(answers.filter((answer) => !('instanceId' in answer))).toEqual([]);
    expect(register('x-one-more')).toMatchObject({ code: 'TOO_LARGE' });
    expect(register('x-7')).toHaveProperty('instanceId');
    expect(mirror.register('key-y', registration({ instance_id: 'y-1' }) as never)).toHaveProperty(
      'instanceId',
    );
    mirror.release('x-0');
    expect(register('x-one-more')).toHaveProperty('instanceId');
    expect(register('x-0')).toMatchObject({ code: 'TOO_LARGE' });
  });

  it('builders of one machine are bounded', async () => {
    const { Mirror } = await import('./mirror.js');
    const mirror = hq.app.get(Mirror);
    const held = mirror.instance('machine-1')!;
    const report = (n: number) => {
      const builder = { project_path: '/code/shop', builder_id: `b-${n}`, status: 'implementing' as const };
      return mirror.builderUpdate(held, builder);
    };
    const answers = Array.from({ length: 5000 }, (_, n) => report(n));
    expect(answers.filter((answer) => answer !== undefined)).toEqual([]);
    expect(report(5000)).toMatchObject({ code: 'TOO_LARGE' });
    expect(report(0)).toBeUndefined();
  });

  it('a gate that a machine says was completed is kept as its claim, for its own projects only', async () => {
    const claim = {
      project_id: '0068',
      gate: 'specify_to_plan.human_approval',
      completed_by: 'Ada Lovelace',
      completed_at: '2026-01-16T06:15:12.348Z',
    };
    const elsewhere = await machine.request('gate_completed', { ...claim, project_path: '/elsewhere' });
    expect(elsewhere).toMatchObject({ code: 'PROJECT_NOT_FOUND' });
    const here = { ...claim, project_path: '/code/shop' };
    expect(await machine.request('gate_completed', here)).toMatchObject({ code: 'GATE_NOT_FOUND' });
    await machine.request('status_update', statusUpdate(statusFile()));
    const unknown = { ...here, gate: 'another' };
    expect(await machine.request('gate_completed', unknown)).toMatchObject({ code: 'GATE_NOT_FOUND' });
    expect(await machine.request('gate_completed', here)).toMatchObject({ success: true });
    const rows = await hq.app.get(AuditRepository).page(0, 100);
    expect(rows.at(-1)).toMatchObject({ actor: 'instance:machine-1', event: 'gate-completion-claimed' });
  });

  it('what a machine says fills the audit log no further than its share', async () => {
    await machine.request('status_update', statusUpdate(statusFile()));
    const claim = { project_path: '/code/shop', project_id: '0068', gate: 'human_approval' };
    const said = { ...claim, completed_by: 'x', completed_at: '2026-01-16T06:15:12.348Z' };
    const answers = [];
    for (let n = 0; n < 510; n += 1) answers.push(await machine.request('gate_completed', said));
    const refused = answers.filter(({ success }) => !success);
    // Now and then a minute passes, and there is room for one more.
    expect(refused.length).toBeGreaterThan(5);
    expect(refused.every(({ code }) => code === 'RATE_LIMITED')).toBe(true);
  });

  it('text that no database can store is refused, and the connection lives on', async () => {
    for (const content of ['a\0b', '\ud800']) {
      expect(await machine.request('status_update', statusUpdate(content))).toMatchObject({
        code: 'INVALID_MESSAGE',
      });
    }
    expect((await instance()).online).toBe(true);
  });

  it('deleted files and removed builders disappear', async () => {
    await machine.request('status_update', statusUpdate(statusFile()));
    await machine.request('builder_update', {
      project_path: '/code/shop',
      builder_id: 'b',
      status: 'spawning',
    });
    await machine.request('status_update', statusUpdate('', { deleted: true }));
    await machine.request('builder_update', {
      project_path: '/code/shop',
      builder_id: 'b',
      status: 'complete',
      removed: true,
    });
    expect(await instance()).toMatchObject({ status_files: [], builders: [] });
  });

  it('a manifest drops what it does not list and asks for what HQ lacks', async () => {
    await machine.request('status_update', statusUpdate(statusFile()));
    await machine.request('status_update', statusUpdate('old', { status_file: 'codev/status/old.md' }));
    const answer = await machine.request('sync_response', {
      project_path: '/code/shop',
      status_files: [
        { path: 'codev/status/0068-feature.md', digest: sha256(statusFile()) },
        { path: 'codev/status/new.md', digest: 'b'.repeat(64) },
        { path: 'codev/status/inline.md', content: 'inline' },
      ],
      builders: [{ builder_id: 'b', status: 'blocked' }],
    });
    expect(answer.payload).toEqual({ wanted: [{ path: 'codev/status/new.md' }] });
    const { status_files, builders } = await instance();
    expect(status_files.map((file) => file.path)).toEqual([
      'codev/status/0068-feature.md',
      'codev/status/inline.md',
    ]);
    expect(builders).toHaveLength(1);
  });

  it('a project that is registered no more takes its files and builders with it', async () => {
    await machine.request('status_update', statusUpdate(statusFile()));
    await machine.request('register', registration({ projects: [] }));
    expect(await instance()).toMatchObject({ projects: [], status_files: [], builders: [] });
  });

  it('S8: the same state is there after a restart, offline, with since when its gates wait', async () => {
    await machine.request('status_update', statusUpdate(statusFile()));
    await machine.request('builder_update', {
      project_path: '/code/shop',
      builder_id: 'b',
      status: 'blocked',
      phase: 'p1',
    });
    const before = await instance();
    const [waiting] = await gates();
    hq = await hq.restart();
    const { online, last_seen, ...after } = await instance();
    expect(online).toBe(false);
    expect(before).toMatchObject(after);
    expect(await gates()).toEqual([{ ...waiting, online: false }]);
    expect(Date.parse(last_seen)).toBeGreaterThan(0);
  });

  it('a gate waits since it was first seen waiting, whatever else in its file changes', async () => {
    const since = async () => (await gates())[0]?.since;
    await machine.request('status_update', statusUpdate(statusFile()));
    const first = await since();
    await machine.request('status_update', statusUpdate(statusFile({ log: 'more' })));
    expect(await since()).toBe(first);
  });

  it('a base sync_request is answered with what HQ holds', async () => {
    await machine.request('status_update', statusUpdate(statusFile()));
    const answer = await machine.request('sync_request', {
      project_path: '/code/shop',
      last_known_sha: null,
    });
    expect(answer.payload).toMatchObject({ status_files: [{ digest: sha256(statusFile()) }], builders: [] });
  });
});
