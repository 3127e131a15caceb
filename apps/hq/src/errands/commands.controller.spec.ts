import type { CommandAnswer, ProblemDetails } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

onEachEngine((fresh) => {
  describe('a command', () => {
    let hq: RunningHq;
    let machine: FakeMachine;
    let ada: string;

    beforeEach(async () => {
      hq = await RunningHq.start(await fresh());
      ada = await hq.signIn('Ada Lovelace', 'ada@example.org');
      machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features: ['send_message'] });
    });
    afterEach(() => hq.stop());

    const run = (
      body: Record<string, unknown> = {},
      credential: { cookie?: string; key?: string } = { cookie: ada },
    ) =>
      hq.call('POST', '/api/commands', {
        body: {
          instance_id: 'machine-1',
          project_path: '/code/shop',
          command: 'send_message',
          args: { to: 'architect', message: 'Hello' },
          ...body,
        },
        ...credential,
      });
    const commandFrame = () => machine.next(({ type }) => type === 'command');
    const ack = (command_id: unknown, status: string, detail?: string) =>
      machine.request('command_ack', { command_id, status, ...(detail && { detail }) });
    const audited = async () => {
      const text = await (await hq.call('GET', '/api/audit', { cookie: ada })).text();
      return text
        .split('\n')
        .filter((line) => line.includes('"command-'))
        .map((line) => JSON.parse(line) as { event: string; details: Record<string, unknown> });
    };

    it('is answered with the machine’s last word, and both are in the audit log', async () => {
      const answer = run({ wait: 10_000 });
      const { payload } = await commandFrame();
      expect(payload).toMatchObject({ command: 'send_message', args: { to: 'architect', message: 'Hello' } });
      await ack(payload?.['command_id'], 'accepted');
      await ack(payload?.['command_id'], 'held', 'busy');
      expect((await (await answer).json()) as CommandAnswer).toEqual({
        command_id: payload?.['command_id'],
        status: 'held',
        detail: 'busy',
      });
      expect(
        (await audited()).map(({ event, details }) => [event, details['status'] ?? details['command']]),
      ).toEqual([
        ['command-requested', 'send_message'],
        ['command-acknowledged', 'accepted'],
        ['command-acknowledged', 'held'],
      ]);
    });

    it('is unanswered as long as the machine has said nothing', async () => {
      expect(await (await run()).json()).toMatchObject({ status: 'unanswered' });
    });

    it('that its owner has not allowed is not sent', async () => {
      const response = await run({ command: 'spawn_builder' });
      expect((await response.json()) as ProblemDetails).toMatchObject({
        code: 'UNSUPPORTED',
        detail: expect.stringContaining('its owner has not allowed it'),
      });
      expect(machine.frames.filter(({ type }) => type === 'command')).toEqual([]);
    });

    it('needs somebody who may decide, a machine that is online and a known project', async () => {
      expect((await run({}, { key: await hq.key('read') })).status).toBe(403);
      expect((await run({ project_path: '/etc' })).status).toBe(404);
      await machine.close();
      expect((await run()).status).toBe(503);
    });

    it('another machine’s word does not count', async () => {
      const answer = run({ wait: 200 });
      const { payload } = await commandFrame();
      const other = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'machine-2' });
      await other.request('command_ack', { command_id: payload?.['command_id'], status: 'done' });
      expect(await (await answer).json()).toMatchObject({ status: 'unanswered' });
    });
  });
});
