import type { CommandAnswer, ProblemDetails } from '@codev-hq/protocol';
import { onEachEngine } from '../../testing/engines.js';
import { FakeMachine, registration } from '../../testing/fake-machine.js';
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
        .map(
          (line) => JSON.parse(line) as { actor: string; event: string; details: Record<string, unknown> },
        );
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

    it.each(['sync_status', 'send_message', 'run_consultation', 'spawn_builder'])(
      '%s: who asked, for what, and what truly came of it are in the audit log',
      async (command) => {
        const features = [command];
        await machine.request('register', registration({ features }));
        for (const [status, detail] of [
          ['done', undefined],
          ['failed', 'The program ended with 1.'],
          ['refused', 'Not here.'],
        ] as const) {
          const before = machine.frames.length;
          const answer = run({ command, args: { task: 'x' }, wait: 10_000 });
          const { payload } = await machine.next(
            (frame) => frame.type === 'command' && machine.frames.indexOf(frame) >= before,
          );
          const command_id = payload?.['command_id'];
          await ack(command_id, 'accepted');
          await ack(command_id, status, detail);
          expect(await (await answer).json()).toEqual({ command_id, status, ...(detail && { detail }) });
          const lines = (await audited()).filter(({ details }) => details['command_id'] === command_id);
          const about = { command, project: '/code/shop' };
          expect(lines).toMatchObject([
            {
              actor: expect.stringMatching(/^person:/),
              event: 'command-requested',
              details: { ...about, instance: 'machine-1', args: '{"task":"x"}' },
            },
            { event: 'command-acknowledged', details: { ...about, status: 'accepted' } },
            {
              actor: 'instance:machine-1',
              event: 'command-acknowledged',
              details: { ...about, by: lines[0]?.actor, status, ...(detail && { detail }) },
            },
          ]);
        }
      },
    );

    it('that HQ did not send is in the audit log with why', async () => {
      await run({ command: 'spawn_builder' });
      await run({ project_path: '/etc' });
      await machine.close();
      await run();
      expect(await audited()).toMatchObject([
        { event: 'command-refused', details: { command: 'spawn_builder', code: 'UNSUPPORTED' } },
        { event: 'command-refused', details: { project: '/etc', code: 'PROJECT_NOT_FOUND' } },
        { event: 'command-refused', details: { command: 'send_message', code: 'UNREACHABLE' } },
      ]);
      expect((await audited())[0]?.actor).toMatch(/^person:/);
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
      const word = { command_id: payload?.['command_id'], status: 'done' };
      expect(await other.request('command_ack', word)).toMatchObject({ success: true });
      const heard = (await audited()).filter(({ event }) => event === 'command-acknowledged');
      expect(heard).toMatchObject([{ actor: 'instance:machine-2', details: word }]);
      expect(heard[0]?.details).not.toHaveProperty('project');
      expect(await (await answer).json()).toMatchObject({ status: 'unanswered' });
    });
  });
});
