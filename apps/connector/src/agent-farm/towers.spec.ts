import { FakeTower } from '../../testing/fake-tower.js';
import { Cleanup, NO_AGENT_FARM } from '../../testing/running-connector.js';
import { TerminalService } from './terminal.service.js';
import { Towers } from './towers.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const WORDS = { to: 'builder-spir-412', message: 'wake up', workspace: '/project' };
const NOBODY = NO_AGENT_FARM.farms[0]!;

const tower = async () => cleanup.add(await new FakeTower().listen(), (each) => each.close());

describe('of several Towers', () => {
  test('the one that knows the agent takes the words, whichever it is', async () => {
    const [one, two] = [await tower(), await tower()];
    two.agents[WORDS.to] = {};
    const towers = new Towers({ farms: [NOBODY, one.farm(), two.farm()] });
    expect(await towers.send(WORDS)).toEqual({ state: 'delivered', to: WORDS.to });
    two.agents[WORDS.to] = { delivered: false, held: true, reason: 'busy' };
    expect(await towers.send(WORDS)).toMatchObject({ state: 'held', reason: 'busy' });
  });

  test('the one that could not be asked counts for more than those that do not know the agent', async () => {
    const [one, two] = [await tower(), await tower()];
    one.agents[WORDS.to] = { status: 500 };
    const towers = new Towers({ farms: [NOBODY, one.farm(), two.farm()] });
    expect(await towers.send(WORDS)).toMatchObject({ state: 'failed', reason: expect.stringMatching(/500/) });
    const none = new Towers({ farms: [two.farm(), NOBODY] });
    expect(await none.send(WORDS)).toEqual({
      state: 'not_running',
      to: WORDS.to,
      reason: "Tower refused it (HTTP 404): Agent 'builder-spir-412' not found.",
    });
  });

  test('the one that has the builder’s terminal shows it', async () => {
    const [one, two] = [await tower(), await tower()];
    two.terminals.push({ id: 't2', label: WORDS.to, cwd: '/project', lines: ['here'] });
    const agentFarm = { ...NO_AGENT_FARM, terminals: true, farms: [NOBODY, one.farm(), two.farm()] };
    const workspaces = [{ path: '/project', name: 'project', isRepository: true }];
    const service = new TerminalService({ agentFarm }, workspaces);
    const request = { project_path: '/project', builder_id: WORDS.to, lines: 5 };
    const sink = { isOpen: true, hasRoom: true, send: () => undefined };
    expect(await service.look(request, sink)).toMatchObject({ ok: true, answer: { lines: ['here'] } });
    expect(await service.look({ ...request, builder_id: 'builder-spir-9' }, sink)).toMatchObject({
      refusal: { error: 'builder-spir-9 has no terminal on that machine now.' },
    });
  });
});
