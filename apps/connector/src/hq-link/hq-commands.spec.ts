import { FakeTower } from '../../testing/fake-tower.js';
import { Cleanup, RunningConnector } from '../../testing/running-connector.js';
import { ScriptedHq } from '../../testing/scripted-hq.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import type { ConnectorConfig } from '../connector.config.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const FILE = 'codev/status/0068-feature.md';

/** A connector that HQ knows, with one status file. */
async function stage(config: Partial<ConnectorConfig> = {}) {
  const repository = cleanup.folder(new TempRepository());
  repository.write(FILE, statusFile());
  repository.commitAll();
  const hq = cleanup.add(await new ScriptedHq().listen(), (each) => each.close());
  const data = cleanup.folder(new TempFolder());
  const connector = await RunningConnector.start(hq.url, [repository.path], data.path, config);
  cleanup.add(connector, (each) => each.stop());
  await connector.logged(/synced/);
  return { repository, hq };
}

async function towerOf(agents: FakeTower['agents']): Promise<FakeTower> {
  const tower = cleanup.add(await new FakeTower().listen(), (each) => each.close());
  Object.assign(tower.agents, agents);
  return tower;
}

describe('a command of HQ’s', () => {
  test('a command to look again is done when all was sent', async () => {
    const { hq, repository } = await stage();
    const sync = (command_id: string, project_path: string) =>
      hq.send('command', { command_id, project_path, command: 'sync_status' });
    sync('here', repository.path);
    sync('elsewhere', '/elsewhere');
    await hq.until('both are acknowledged', () => hq.of('command_ack')[1]);
    expect(hq.of('sync_response')).toHaveLength(2);
    expect(hq.of('command_ack')).toEqual(
      expect.arrayContaining([
        { command_id: 'here', status: 'done' },
        { command_id: 'elsewhere', status: 'refused', detail: expect.stringMatching(/does not serve/) },
      ]),
    );
  });

  test('words for an agent are acknowledged, and then how far they came', async () => {
    const tower = await towerOf({ architect: { delivered: false, held: true, reason: 'busy' } });
    const { hq, repository } = await stage({ agentFarm: tower.config() });
    hq.send('command', {
      command_id: 'c1',
      project_path: repository.path,
      command: 'send_message',
      args: { to: 'architect', message: 'Hello' },
    });
    await hq.until('it is over', () => hq.of('command_ack')[1]);
    expect(hq.of('command_ack')).toEqual([
      { command_id: 'c1', status: 'accepted' },
      { command_id: 'c1', status: 'held', detail: 'to architect: busy' },
    ]);
  });

  test('a command is acknowledged as not supported', async () => {
    const { hq, repository } = await stage();
    hq.send('command', {
      command_id: 'c1',
      project_path: repository.path,
      command: 'spawn_builder',
      args: {},
    });
    const ack = await hq.until('it is acknowledged', () => hq.of('command_ack')[0]);
    expect(ack).toMatchObject({ command_id: 'c1', status: 'unsupported' });
  });
});

describe('a request for changes', () => {
  test('is answered like an approval, with how far its words came', async () => {
    const tower = await towerOf({ architect: {} });
    const { hq, repository } = await stage({ agentFarm: tower.config() });
    const id = hq.send('rejection', {
      project_path: repository.path,
      project_id: '0068',
      gate: 'specify_to_plan.human_approval',
      decision_id: 'decision-1',
      status_file: FILE,
      approver: { id: 'ada', name: 'Ada' },
      rejected_by: 'Ada',
      rejected_at: '2026-01-16T06:15:12.348Z',
      comment: 'Say more.',
    });
    expect(await hq.responseTo(id)).toMatchObject({
      success: true,
      payload: { outcome: 'applied', status_file: FILE, delivery: { state: 'delivered', to: 'architect' } },
    });
    await hq.updateOf(FILE, ({ content }) => String(content).includes("comment: 'Say more.'"));
  });
});

describe('a terminal that the owner shows', () => {
  test('is offered, answered, and followed while it is asked for', async () => {
    const tower = await towerOf({});
    const { hq, repository } = await stage({ agentFarm: tower.config({ terminals: true }) });
    expect(hq.of('register')[0]).toMatchObject({ features: expect.arrayContaining(['terminal_request']) });
    tower.terminals.push({
      id: 't1',
      label: 'builder-spir-412',
      cwd: repository.path,
      lines: ['one', 'two'],
    });
    const request = { project_path: repository.path, builder_id: 'builder-spir-412', lines: 1 };
    const id = hq.send('terminal_request', { ...request, follow_ms: 60_000 });
    expect(await hq.responseTo(id)).toMatchObject({
      success: true,
      payload: { session_id: 't1', lines: ['two'], total: 2 },
    });
    tower.print('t1', 'three');
    expect(await hq.until('it is sent', () => hq.of('terminal_output')[0])).toEqual({
      session_type: 'builder',
      session_id: 't1',
      data: Buffer.from('three\n').toString('base64'),
      sequence: 0,
    });
  });
});
