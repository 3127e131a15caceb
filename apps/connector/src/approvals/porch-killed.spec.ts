import { spawn, type ChildProcess } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { FakePorch } from '../../testing/porch-executable.js';
import { PORCH_FILE, PORCH_GATE, porchFile, porchProject } from '../../testing/porch-project.js';
import { ADA, RECORD, SUBJECT, subjects } from '../../testing/porch-stage.js';
import { end, isRunning } from '../../testing/processes.js';
import { Cleanup } from '../../testing/running-connector.js';
import { ScriptedHq } from '../../testing/scripted-hq.js';
import { isolateGit, TempFolder } from '../../testing/temp-repository.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const MAIN = join(__dirname, '../../../../dist/apps/connector/main.js');

async function stage() {
  const { main, builder } = porchProject();
  cleanup.folder(main);
  const data = cleanup.folder(new TempFolder());
  const porch = cleanup.folder(new FakePorch({ checks: [{ print: 'tests run\n', until: '/nonexistent' }] }));
  const hq = cleanup.add(await new ScriptedHq().listen(), (each) => each.close());
  hq.features = [...hq.features, 'decision_progress'];
  const env = {
    ...process.env,
    PATH: porch.path + delimiter + (process.env['PATH'] ?? ''),
    CODEV_HQ_URL: hq.url,
    CODEV_CONNECTOR_DATA_DIR: data.path,
    CODEV_TOWER_URL: 'http://127.0.0.1:2',
  };
  const start = async (): Promise<ChildProcess> => {
    const registered = hq.of('register').length;
    const child = spawn(process.execPath, [MAIN, main.path], { env, stdio: 'ignore' });
    cleanup.add(child, end);
    await hq.until('it is registered', () => hq.of('register')[registered]);
    return child;
  };
  const approval = {
    project_path: main.path,
    project_id: '0412',
    gate: PORCH_GATE,
    decision_id: 'decision-1',
    status_file: PORCH_FILE,
    worktree: builder.path,
    approver: { id: 'ada', name: 'Ada Lovelace', email: 'ada@example.org' },
    approved_by: 'Ada Lovelace',
    approved_at: '2026-01-16T06:15:12.348Z',
  };
  return { builder, porch, hq, start, approval };
}

describe('the built connector, killed while porch runs its checks,', () => {
  test('ends what was left of them when it is back, and asks porch once more', async () => {
    const { builder, porch, hq, start, approval } = await stage();
    const first = await start();
    hq.send('approval', approval);
    const check = await porch.checkProcess();
    await hq.until('checks are shown', () =>
      hq.of('decision_progress').find(({ output }) => output === 'tests run\n'),
    );
    await end(first);
    expect(isRunning(check)).toBe(true);
    expect(builder.read(PORCH_FILE)).toBe(porchFile());

    porch.control({});
    await start();
    const id = hq.send('approval', approval);
    expect(await hq.responseTo(id)).toMatchObject({
      success: true,
      payload: { outcome: 'applied', commit: builder.git('rev-parse', 'HEAD').trim() },
    });
    expect(isRunning(check)).toBe(false);
    expect(subjects(builder).slice(0, 2)).toEqual([`${RECORD} | ${ADA}`, `${SUBJECT} | ${ADA}`]);
    expect(builder.commits()).toHaveLength(4);
    expect(porch.runs).toHaveLength(2);
  });
});
