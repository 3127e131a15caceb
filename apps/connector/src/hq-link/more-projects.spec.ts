import { FakeAgentFarm } from '../../testing/fake-agent-farm.js';
import { Cleanup, NO_AGENT_FARM, RunningConnector } from '../../testing/running-connector.js';
import { ScriptedHq } from '../../testing/scripted-hq.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const FILE = 'codev/status/0068-feature.md';

function repository(): TempRepository {
  const made = cleanup.folder(new TempRepository());
  made.write(FILE, statusFile());
  made.commitAll();
  return made;
}

test('a workspace that agent farm comes to know is introduced, and then all that is in it told', async () => {
  const [first, second] = [repository(), repository()];
  const farm = cleanup.folder(new FakeAgentFarm()).knowing(first.path);
  const hq = cleanup.add(await new ScriptedHq().listen(), (each) => each.close());
  const data = cleanup.folder(new TempFolder());
  const agentFarm = {
    ...NO_AGENT_FARM,
    farms: [{ dir: farm.path, towerUrl: 'http://127.0.0.1:2', towerKey: undefined }],
  };
  const connector = await RunningConnector.start(hq.url, [], data.path, { agentFarm, discover: true });
  cleanup.add(connector, (each) => each.stop());
  await connector.logged(/synced 1 status files/);
  expect(hq.of('register')).toMatchObject([{ projects: [{ path: first.path }] }]);

  farm.knowing(second.path);
  await hq.until('it is introduced', () => hq.of('register')[1]);
  expect(hq.of('register')[1]).toMatchObject({ projects: [{ path: first.path }, { path: second.path }] });
  await hq.until('its files are told', () =>
    hq.of('sync_response').find(({ project_path }) => project_path === second.path),
  );
  second.write(FILE, `${statusFile()}more\n`);
  await hq.updateOf(FILE, ({ content, project_path }) =>
    project_path === second.path ? String(content).includes('more') : false,
  );
  expect(connector.lines.filter(({ level }) => level >= 50)).toEqual([]);
}, 20_000);
