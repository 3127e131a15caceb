import type { WaitingGate } from '@codev-hq/protocol';
import { EventReader } from '../../testing/event-reader.js';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';
import { StrandedWatch } from './stranded-watch.js';

const DAY = 24 * 3_600_000;
const FILE = 'codev/projects/412-retry-queue/status.yaml';
const TOUCHED = Date.parse('2026-03-02T11:12:13.200Z');

function porchFile({ requestedAt = '2026-03-02T11:12:13.141Z', pullRequest = '' } = {}): string {
  return `id: '412'
title: retry-queue
protocol: spir
phase: plan
gates:
  plan-approval:
    status: pending
    requested_at: '${requestedAt}'
updated_at: '${new Date(TOUCHED).toISOString()}'
${pullRequest}`;
}

onEachEngine((fresh) => {
  describe('a porch gate of a main checkout', () => {
    let hq: RunningHq;
    let machine: FakeMachine;
    let ada: string;

    beforeEach(async () => {
      jest.useFakeTimers({
        // Only what the clock says is played with.
        doNotFake: [
          ...(['setTimeout', 'setInterval', 'setImmediate', 'nextTick', 'queueMicrotask'] as const),
          ...(['clearTimeout', 'clearInterval', 'clearImmediate', 'performance', 'hrtime'] as const),
        ],
        now: TOUCHED + DAY,
      });
      hq = await RunningHq.start(await fresh());
      ada = await hq.signIn('Ada Lovelace', 'ada@example.org');
      machine = await FakeMachine.registered(hq.url, FIXED_KEY);
    });
    afterEach(() => {
      jest.useRealTimers();
      return hq.stop();
    });

    const save = (content: string, worktree?: string) =>
      machine.request(
        'status_update',
        statusUpdate(content, { status_file: FILE, ...(worktree && { worktree }) }),
      );
    const list = async (state = 'waiting') =>
      (await (await hq.call('GET', `/api/gates?state=${state}`, { cookie: ada })).json()) as WaitingGate[];
    const say = (gate: WaitingGate, what: string) =>
      hq.call('POST', `/api/gates/${gate.gate_id}/${what}`, { cookie: ada });
    const MERGED = { pullRequest: 'pr_history:\n  - pr_number: 7\n    merged: true\n' };

    it('waits like any other while somebody touches it', async () => {
      await save(porchFile());
      expect(await list()).toMatchObject([{ gate: 'plan-approval', since: '2026-03-02T11:12:13.141Z' }]);
      expect(await list('stranded')).toEqual([]);
    });

    it('is stranded, with the reason, when its pull request is merged', async () => {
      await save(porchFile(MERGED));
      expect(await list()).toEqual([]);
      expect(await list('stranded')).toMatchObject([
        {
          stranded: {
            why: 'pull-request-merged',
            reason: expect.stringContaining('pull request 7 is merged'),
          },
        },
      ]);
    });

    it('is never stranded in the worktree of its builder, and as anywhere else in a person’s', async () => {
      jest.setSystemTime(TOUCHED + 20 * DAY);
      const worktree = '/code/shop/.builders/spir-412';
      await machine.request('builder_update', {
        project_path: '/code/shop',
        builder_id: 'builder-spir-412',
        status: 'pr-ready',
        worktree,
      });
      await save(porchFile(MERGED), worktree);
      expect(await list()).toMatchObject([{ worktree }]);
      await save(porchFile(MERGED), '/code/shop-feature');
      expect(await list()).toMatchObject([{ worktree }]);
      expect(await list('stranded')).toMatchObject([{ worktree: '/code/shop-feature' }]);
    });

    it('is stranded by time alone, and whoever watches is told', async () => {
      await save(porchFile());
      const events = new EventReader(await hq.call('GET', '/api/events', { cookie: ada }));
      await events.next();
      jest.setSystemTime(TOUCHED + 14 * DAY);
      hq.app.get(StrandedWatch).look();
      expect(await list()).toHaveLength(1);
      jest.setSystemTime(TOUCHED + 15 * DAY);
      hq.app.get(StrandedWatch).look();
      const told = await events.next();
      expect(told).toMatchObject({ name: 'gate' });
      expect(told.data).not.toHaveProperty('gate');
      expect(await list('stranded')).toMatchObject([
        { stranded: { why: 'untouched', reason: expect.stringContaining('15 days') } },
      ]);
      await events.close();
    });

    it('can be brought in by a person, who is in the audit log; that outlives a restart', async () => {
      await save(porchFile(MERGED));
      const [gate] = await list('stranded');
      expect((await say(gate!, 'bring-in')).status).toBe(204);
      expect(await list()).toHaveLength(1);
      hq = await hq.restart();
      ada = await hq.signIn('Ada Lovelace', 'ada@example.org');
      expect(await list()).toHaveLength(1);
      const audit = await (await hq.call('GET', '/api/audit', { cookie: ada })).text();
      expect(audit).toContain('"event":"gate-brought-in"');
    });

    it('can be dismissed, and brought back', async () => {
      await save(porchFile());
      const [gate] = await list();
      expect((await say(gate!, 'dismiss')).status).toBe(204);
      expect(await list()).toEqual([]);
      expect(await list('stranded')).toMatchObject([{ stranded: { why: 'dismissed' } }]);
      await say(gate!, 'bring-in');
      expect(await list()).toHaveLength(1);
    });

    it('is a new question when it is asked for anew', async () => {
      await save(porchFile());
      await say((await list())[0]!, 'dismiss');
      await save(porchFile({ requestedAt: '2026-03-03T09:00:00.000Z' }));
      expect(await list()).toHaveLength(1);
    });

    it('needs somebody who may decide, and a gate that is there', async () => {
      await save(porchFile());
      const [gate] = await list();
      const key = await hq.key('read');
      expect((await hq.call('POST', `/api/gates/${gate!.gate_id}/dismiss`, { key })).status).toBe(403);
      expect((await hq.call('POST', '/api/gates/nothing/dismiss', { cookie: ada })).status).toBe(404);
    });
  });
});
