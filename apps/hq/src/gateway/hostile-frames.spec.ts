import * as fc from 'fast-check';
import { framesFromConnector, responseFrames } from '../../../../libs/protocol/testing/golden-frames.js';
import { hostileFrame } from '../../../../libs/protocol/testing/hostile-frames.js';
import { FakeMachine, statusFile, statusUpdate } from '../../testing/fake-machine.js';
import { FIXED_KEY, RunningHq } from '../../testing/running-hq.js';

let hq: RunningHq;

beforeAll(async () => {
  hq = await RunningHq.start({ rateLimit: 0 });
});

afterAll(() => hq.stop());

it('S1: whatever arrives on a socket, HQ goes on serving that socket or closes it with a reason', async () => {
  const valid: object[] = [...framesFromConnector().flatMap((each) => each.valid), ...responseFrames().valid];
  let frames = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(hostileFrame(valid), { size: 'max', maxLength: 60 }), async (batch) => {
      const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'fuzz' });
      for (const frame of batch) machine.socket.send(frame);
      frames += batch.length;
      machine.send('ping', { ts: 7 }, 'after-the-batch');
      const alive = machine.next((frame) => frame.type === 'pong' && frame.id === 'after-the-batch');
      const end = await Promise.race([alive, machine.closing()]);
      if ('code' in end) expect(end.code).toBeGreaterThanOrEqual(4400);
      await machine.close();
    }),
    { numRuns: 30 },
  );
  expect(frames).toBeGreaterThan(300);

  const honest = await FakeMachine.registered(hq.url, FIXED_KEY, { instance_id: 'honest' });
  expect(await honest.request('status_update', statusUpdate(statusFile()))).toMatchObject({ success: true });
  await honest.close();
});
