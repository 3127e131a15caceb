import { ApprovalBench } from '../../testing/approval-bench.js';
import { FakeTower } from '../../testing/fake-tower.js';
import { BUILDER, PORCH_FILE, porchFile, porchProject } from '../../testing/porch-project.js';
import { Cleanup } from '../../testing/running-connector.js';
import { isolateGit, TempFolder } from '../../testing/temp-repository.js';
import { statusFile } from '../../testing/status-files.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const WAKE = 'Gate plan-approval approved — please run `porch next` to advance.';

async function stage() {
  const tower = cleanup.add(await new FakeTower().listen(), (each) => each.close());
  const project = porchProject();
  cleanup.folder(project.main);
  const data = cleanup.folder(new TempFolder());
  const agentFarm = tower.config();
  const start = () => ApprovalBench.on(cleanup, project.main, data, { agentFarm });
  return { tower, ...project, bench: await start(), start };
}

describe('after an approval of porch’s gate', () => {
  test('the builder is woken once, and how far that came is part of the answer', async () => {
    const { tower, bench, builder } = await stage();
    tower.agents[BUILDER] = {};
    const payload = bench.porchPayload({ builder });
    const delivery = { state: 'delivered', to: BUILDER };
    expect(await bench.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', delivery },
    });
    expect(await bench.decidePayload(payload)).toMatchObject({ ok: true, outcome: { delivery } });
    expect(tower.sent).toMatchObject([{ to: BUILDER, message: WAKE, workspace: bench.folder.path }]);
  });

  test.each([
    ['held', { delivered: false, held: true, reason: 'busy' }, { state: 'held', reason: 'busy' }],
    ['with nobody there', undefined, { state: 'not_running' }],
  ])('the answer is the same with the words %s', async (_, agent, delivery) => {
    const { tower, bench, builder } = await stage();
    if (agent) tower.agents[BUILDER] = agent;
    expect(await bench.decidePayload(bench.porchPayload({ builder }))).toMatchObject({
      ok: true,
      outcome: { outcome: 'applied', delivery },
    });
  });

  test('a process that died before it woke the builder does so when it is asked again', async () => {
    const { tower, bench, builder, start } = await stage();
    tower.agents[BUILDER] = {};
    const payload = bench.porchPayload({ builder });
    bench.killAt('committed', 'after');
    await expect(bench.decidePayload(payload)).rejects.toThrow('killed');
    expect(tower.sent).toEqual([]);
    const next = await start();
    await next.service.recover();
    expect(await next.decidePayload(payload)).toMatchObject({
      ok: true,
      outcome: { delivery: { state: 'delivered' } },
    });
    expect(tower.wordsTo(BUILDER)).toEqual([WAKE]);
  });

  test('in the main checkout nobody is to be woken', async () => {
    const { tower, bench, main } = await stage();
    main.write(PORCH_FILE, porchFile());
    const outcome = await bench.decidePayload(bench.porchPayload({ builder: main }, { worktree: undefined }));
    expect(outcome).toMatchObject({ ok: true });
    expect(outcome).not.toHaveProperty('outcome.delivery');
    expect(tower.sent).toEqual([]);
  });

  test('and of a Markdown gate nobody is', async () => {
    const { tower, bench, builder } = await stage();
    builder.write('codev/status/0068-feature.md', statusFile());
    expect(await bench.decide({ worktree: builder.path })).toMatchObject({ ok: true });
    expect(tower.sent).toEqual([]);
  });
});
