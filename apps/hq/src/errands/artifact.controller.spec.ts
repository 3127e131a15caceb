import type { ArtifactAnswer, ProblemDetails } from '@codev-hq/protocol';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

const PATH = 'codev/plans/0068-feature.md';
const WORKTREE = '/code/shop/.builders/spir-68';
const digest = 'b'.repeat(64);
const QUERY = { instance_id: 'machine-1', project_path: '/code/shop', path: PATH };

describe('an artifact on request', () => {
  let hq: RunningHq;
  let machine: FakeMachine;
  let key: string;

  beforeEach(async () => {
    hq = await RunningHq.start();
    key = await hq.key('read');
    machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['artifact_request'] });
    const artifacts = [{ kind: 'plan', path: PATH, digest }];
    await machine.request('status_update', statusUpdate(statusFile(), { artifacts }));
  });
  afterEach(() => hq.stop());

  const get = (query: Record<string, string> = {}) =>
    hq.call('GET', `/api/artifact?${new URLSearchParams({ ...QUERY, ...query }).toString()}`, { key });
  const codeOf = async (response: Promise<Response>) =>
    ((await (await response).json()) as ProblemDetails).code;
  const asked = (nth = 0) => machine.nth(({ type }) => type === 'artifact_request', nth);

  it('is fetched from its machine, and nobody keeps it', async () => {
    const answer = get();
    const request = await asked();
    expect(request.payload).toEqual({ project_path: '/code/shop', path: PATH });
    machine.respond(request.id, { payload: { path: PATH, content: '# Plan\n', digest, size: 7 } });
    const response = await answer;
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await response.json()) as ArtifactAnswer).toEqual({
      path: PATH,
      content: '# Plan\n',
      digest,
      size: 7,
    });
  });

  it('comes in pieces and is put together', async () => {
    const answer = get();
    machine.respond((await asked()).id, { payload: { path: PATH, content: 'one ', digest, next_offset: 4 } });
    const second = await asked(1);
    expect(second.payload).toMatchObject({ offset: 4 });
    machine.respond(second.id, { payload: { path: PATH, content: 'two', digest, truncated: true } });
    expect(await (await answer).json()).toEqual({ path: PATH, content: 'one two', digest, truncated: true });
  });

  it('is refused when it changes between two pieces', async () => {
    const answer = get();
    machine.respond((await asked()).id, { payload: { path: PATH, content: 'a', digest, next_offset: 1 } });
    const other = 'c'.repeat(64);
    machine.respond((await asked(1)).id, { payload: { path: PATH, content: 'b', digest: other } });
    expect(await codeOf(answer)).toBe('STALE');
  });

  it('is refused when it never ends, or answers nonsense', async () => {
    const endless = get();
    machine.respond((await asked()).id, { payload: { path: PATH, content: 'a', digest, next_offset: 0 } });
    expect(await codeOf(endless)).toBe('TOO_LARGE');
    const nonsense = get();
    machine.respond((await asked(1)).id, { payload: { path: PATH } });
    expect(await codeOf(nonsense)).toBe('INTERNAL');
  });

  it('is fetched as a commit has it, from machines that can', async () => {
    const at = '3f786850e387550fdab836ed7e6dc881de23001b';
    expect(await codeOf(get({ at }))).toBe('UNSUPPORTED');
    await machine.request('register', {
      instance_id: 'machine-1',
      projects: [{ path: '/code/shop', name: 'shop' }],
      features: ['artifact_request', 'artifact_history'],
    });
    const answer = get({ at });
    const request = await asked();
    expect(request.payload).toEqual({ project_path: '/code/shop', path: PATH, at });
    machine.respond(request.id, { payload: { path: PATH, content: '# Old\n', digest } });
    expect(await (await answer).json()).toEqual({ path: PATH, content: '# Old\n', digest });
  });

  it('of a status file is what it said before, in its own place, and nothing of what is not listed', async () => {
    const at = '3f786850e387550fdab836ed7e6dc881de23001b';
    await machine.request('register', {
      instance_id: 'machine-1',
      projects: [{ path: '/code/shop', name: 'shop' }],
      features: ['artifact_request', 'artifact_history'],
    });
    const path = 'codev/status/0068-feature.md';
    expect(await codeOf(get({ path }))).toBe('NOT_FOUND');
    expect(await codeOf(get({ path, at, worktree: WORKTREE }))).toBe('NOT_FOUND');
    expect(await codeOf(get({ path: 'codev/status/0069-other.md', at }))).toBe('NOT_FOUND');
    expect(await codeOf(get({ path: '.env', at }))).toBe('NOT_FOUND');
    const answer = get({ path, at });
    const request = await asked();
    expect(request.payload).toEqual({ project_path: '/code/shop', path, at });
    machine.respond(request.id, { payload: { path, content: '---\nid: 1\n---\n# Before\n', digest } });
    expect(await (await answer).json()).toMatchObject({ path, digest });
  });

  it.each(['HEAD', '3f786850', '--output=x', ''])('is not fetched at %j', async (at) => {
    expect(await codeOf(get({ at }))).toBe('INVALID_MESSAGE');
    expect(machine.frames.filter(({ type }) => type === 'artifact_request')).toEqual([]);
  });

  it('is asked for only when its machine lists it, in that worktree and project', async () => {
    expect(await codeOf(get({ path: '.env' }))).toBe('NOT_FOUND');
    expect(await codeOf(get({ worktree: WORKTREE }))).toBe('NOT_FOUND');
    expect(await codeOf(get({ project_path: '/etc' }))).toBe('PROJECT_NOT_FOUND');
    expect(await codeOf(get({ instance_id: 'nobody' }))).toBe('INSTANCE_NOT_FOUND');
    expect(machine.frames.filter(({ type }) => type === 'artifact_request')).toEqual([]);
  });

  it('passes the machine’s refusal on', async () => {
    const answer = get();
    machine.respond((await asked()).id, { success: false, code: 'NOT_FOUND', error: 'It is gone.' });
    expect(await (await answer).json()).toMatchObject({ code: 'NOT_FOUND', detail: 'It is gone.' });
  });

  it('says at once when the machine goes away meanwhile, or is away', async () => {
    const answer = get();
    await asked();
    await machine.close();
    expect(await codeOf(answer)).toBe('UNREACHABLE');
    expect(await codeOf(get())).toBe('UNREACHABLE');
  });

  it('says so when a newer connection takes the machine over, which was asked nothing', async () => {
    const answer = get();
    await asked();
    await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['artifact_request'] });
    expect(await codeOf(answer)).toBe('UNREACHABLE');
  });

  it('says so when the connector cannot send artifacts', async () => {
    await machine.request('register', {
      instance_id: 'machine-1',
      projects: [{ path: '/code/shop', name: 'shop' }],
    });
    expect(await codeOf(get())).toBe('UNSUPPORTED');
  });

  it('asks one machine for eight at a time', async () => {
    const eight = Array.from({ length: 8 }, () => get());
    await asked(7);
    expect(await codeOf(get())).toBe('RATE_LIMITED');
    await machine.close();
    for (const one of eight) expect(await codeOf(one)).toBe('UNREACHABLE');
  });

  it('another machine cannot answer for it', async () => {
    const answer = get();
    const { id } = await asked();
    const other = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'machine-2' });
    other.respond(id, { payload: { path: PATH, content: 'not yours', digest } });
    await other.request('ping-is-not-this', {});
    machine.respond(id, { payload: { path: PATH, content: 'mine', digest } });
    expect(await (await answer).json()).toMatchObject({ content: 'mine' });
  });
});
