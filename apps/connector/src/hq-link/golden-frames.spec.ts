import { connectorMessages, type ConnectorMessageType } from '@codev-hq/protocol';
import { framesFromHq, responseFrames } from '../../../../libs/protocol/testing/golden-frames.js';
import { Cleanup, RunningConnector } from '../../testing/running-connector.js';
import { ScriptedHq } from '../../testing/scripted-hq.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterAll(() => cleanup.run());

let hq: ScriptedHq;
let connector: RunningConnector;

beforeAll(async () => {
  const repository = cleanup.folder(new TempRepository());
  repository.write('codev/status/0068-feature.md', statusFile());
  hq = cleanup.add(await new ScriptedHq().listen(), (each) => each.close());
  const data = cleanup.folder(new TempFolder());
  connector = cleanup.add(await RunningConnector.start(hq.url, [repository.path], data.path), (each) =>
    each.stop(),
  );
  await connector.logged(/synced/);
});

const MESSAGES = framesFromHq().filter(({ type }) => type !== 'welcome');

describe('golden frames from HQ', () => {
  test.each(MESSAGES.flatMap(({ type, valid }) => valid.map((frame, i) => ({ type, i, frame }))))(
    'a valid $type ($i) is understood',
    async ({ type, i, frame }) => {
      const id = `valid-${type}-${i}`;
      const bad = connector.lines.length;
      hq.sendRaw(JSON.stringify({ ...frame, id }));
      // Something that is certainly answered, so that there is nothing left to wait for.
      await hq.responseTo(hq.send('probe', {}));
      const answer = hq.responses().find((each) => each.id === id);
      expect(answer?.code).not.toBe('INVALID_MESSAGE');
      expect(connector.lines.slice(bad).filter(({ msg }) => msg.startsWith('HQ sent a bad'))).toEqual([]);
    },
  );

  test.each(MESSAGES.flatMap(({ type, invalid }) => invalid.map(({ frame, why }) => ({ type, why, frame }))))(
    'an invalid $type is refused: $why',
    async ({ frame }) => {
      const before = connector.lines.length;
      hq.sendRaw(JSON.stringify(frame));
      await hq.responseTo(hq.send('probe', {}));
      const said = connector.lines.slice(before).filter(({ msg }) => msg.startsWith('HQ sent a bad'));
      expect(said).toHaveLength(1);
    },
  );

  test('responses, valid and not, hurt nobody', async () => {
    const { valid, invalid } = responseFrames();
    for (const frame of [...valid, ...invalid.map((each) => each.frame)]) hq.sendRaw(JSON.stringify(frame));
    await hq.responseTo(hq.send('probe', {}));
  });

  test('everything this connector said meanwhile is what the protocol allows', () => {
    const said = hq.received.filter(({ type }) => type !== 'response');
    expect(said.length).toBeGreaterThan(2);
    for (const { type, payload } of said)
      expect(connectorMessages[type as ConnectorMessageType].safeParse(payload)).toMatchObject({
        success: true,
      });
  });
});
