import type { HqPayload } from '@codev-hq/protocol';
import { FakeTower, KEPT_LINES } from '../../testing/fake-tower.js';
import { Cleanup, NO_AGENT_FARM } from '../../testing/running-connector.js';
import { OutputBudget } from './output-budget.js';
import { MASK } from './secret-mask.js';
import { TerminalFollower, type TerminalSink } from './terminal-follower.js';
import { TerminalService } from './terminal.service.js';
import { TowerClient } from './tower-client.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const PROJECT = '/project';
const WORKTREE = '/project/.builders/spir-412';
const BUILDER = 'builder-spir-412';

class QuickTerminals extends TerminalService {
  protected override readonly lookEveryMs = 5;
}

/** HQ's end: what was sent, and a wait for it. */
class Screen implements TerminalSink {
  isOpen = true;
  hasRoom = true;
  text = '';
  readonly sequences: number[] = [];
  private readonly watchers = new Set<() => void>();

  readonly send = (_: string, data: Buffer, sequence: number): void => {
    this.text += data.toString('utf8');
    this.sequences.push(sequence);
    for (const look of [...this.watchers]) look();
  };

  async shows(words: string): Promise<void> {
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (!this.text.includes(words)) return;
        this.watchers.delete(look);
        resolve();
      };
      this.watchers.add(look);
      look();
    });
  }
}

async function stage(terminals = true) {
  const tower = cleanup.add(await new FakeTower().listen(), (each) => each.close());
  tower.terminals.push({ id: 't1', label: 'Builder', cwd: WORKTREE, lines: ['one', 'two', 'TOKEN=abcdef'] });
  tower.workspaces[PROJECT] = [{ id: 'spir-412', name: 'spir-412', worktree: WORKTREE, terminalId: 't1' }];
  const workspaces = [{ path: PROJECT, name: 'project', isRepository: true }];
  const service = new QuickTerminals({ agentFarm: tower.config({ terminals }) }, workspaces);
  cleanup.add(service, (each) => each.beforeApplicationShutdown());
  const screen = new Screen();
  const look = (overrides: Partial<HqPayload<'terminal_request'>> = {}, sink: TerminalSink = screen) =>
    service.look({ project_path: PROJECT, builder_id: BUILDER, lines: 2, ...overrides }, sink);
  return { tower, service, screen, look };
}

describe('a builder’s terminal', () => {
  test('shows its last lines, without what looks like a secret', async () => {
    const { look } = await stage();
    expect(await look()).toEqual({
      ok: true,
      answer: { session_id: 't1', lines: ['two', `TOKEN=${MASK}`], total: 3 },
    });
  });

  test('is followed from there, also when Tower’s buffer is full and its numbers stand still', async () => {
    const { tower, look, screen } = await stage();
    tower.print('t1', ...Array.from({ length: KEPT_LINES - 4 }, (_, i) => `line ${i}`));
    await look({ follow_ms: 60_000 });
    tower.print('t1', 'a', 'b', 'password=hunter22');
    await screen.shows('password');
    tower.print('t1', 'c');
    await screen.shows('c\n');
    expect(screen.text).toBe(`a\nb\npassword=${MASK}\nc\n`);
    expect(screen.sequences).toEqual([...screen.sequences.keys()]);
  });

  test('goes on from where it was when it is asked for again, and ends when nobody looks', async () => {
    const { tower, look, screen } = await stage();
    await look({ follow_ms: 60_000 });
    tower.print('t1', 'first');
    await screen.shows('first');
    expect(await look({ follow_ms: 60_000, lines: 1 })).toMatchObject({ answer: { lines: ['first'] } });
    tower.print('t1', 'second');
    await screen.shows('second');
    await look({ follow_ms: 0, lines: 1 });
    tower.print('t1', 'third');
    // Tower is asked one thing after the other: what was under way is over after this.
    await look({ lines: 1 });
    expect(screen.text).toBe('first\nsecond\n');
  });

  test('has one reader, however many ask for it at once', async () => {
    const { tower, look, screen } = await stage();
    await Promise.all([look({ follow_ms: 60_000 }), look({ follow_ms: 60_000 }), look()]);
    tower.print('t1', 'news');
    await screen.shows('news');
    await look({ lines: 1 });
    expect(screen.text).toBe('news\n');
    expect(screen.sequences).toEqual([0]);
  });

  test('is sent no more to who leaves while Tower is being asked', async () => {
    const { tower, screen } = await stage();
    const follower = new TerminalFollower(new TowerClient(tower.farm()), 't1');
    await follower.look(() => undefined);
    let sink: TerminalSink | undefined = screen;
    const release = tower.holdOutput();
    tower.print('t1', 'too late');
    const asked = tower.asked.length;
    const underWay = follower.look(() => sink);
    await tower.until(() => tower.asked.length > asked);
    sink = undefined;
    release();
    expect(await underWay).toMatchObject({ kind: 'answered' });
    expect(screen.text).toBe('');
  });

  test('is no longer read when the connection is gone', async () => {
    const { tower, look, screen } = await stage();
    await look({ follow_ms: 60_000 });
    screen.isOpen = false;
    const next = new Screen();
    await look({ follow_ms: 60_000 }, next);
    tower.print('t1', 'news');
    await next.shows('news');
    expect(screen.text).toBe('');
  });

  test('is found by its folder where Tower’s state does not tell, and never in another project', async () => {
    const { tower, look } = await stage();
    tower.workspaces[PROJECT] = [];
    expect(await look()).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
    expect(await look({ worktree: WORKTREE })).toMatchObject({ ok: true });
    tower.terminals.splice(0, 1, {
      id: 't2',
      label: BUILDER,
      cwd: '/other/.builders/spir-412',
      lines: ['x'],
    });
    expect(await look()).toMatchObject({ ok: false, refusal: { code: 'NOT_FOUND' } });
    tower.terminals.push({ id: 't3', label: BUILDER, cwd: WORKTREE, lines: ['y'] });
    expect(await look()).toMatchObject({ ok: true, answer: { session_id: 't3' } });
  });

  test('is not shown unless the owner says so, for another project, or without Tower', async () => {
    const { look } = await stage();
    expect(await look({ project_path: '/elsewhere' })).toMatchObject({
      refusal: { code: 'PROJECT_NOT_FOUND' },
    });
    const { look: closed } = await stage(false);
    expect(await closed()).toMatchObject({
      refusal: { code: 'UNSUPPORTED', error: expect.stringMatching(/CODEV_CONNECTOR_TERMINALS=1/) },
    });
    const agentFarm = { ...NO_AGENT_FARM, terminals: true };
    const workspaces = [{ path: PROJECT, name: 'project', isRepository: true }];
    const alone = new TerminalService({ agentFarm }, workspaces);
    const request = { project_path: PROJECT, builder_id: BUILDER, lines: 1 };
    expect(await alone.look(request, new Screen())).toMatchObject({
      refusal: { code: 'NOT_FOUND', error: expect.stringMatching(/No Tower runs/) },
    });
  });

  test('answers no more than a message may hold', async () => {
    const { tower, look } = await stage();
    tower.print('t1', ...Array.from({ length: 500 }, () => '"'.repeat(2000)), 'end');
    const looked = await look({ lines: 2000 });
    expect(looked).toMatchObject({ ok: true });
    expect(Buffer.byteLength(JSON.stringify(looked))).toBeLessThan(512 * 1024);
    expect(looked.ok && looked.answer.lines.at(-1)).toBe('end');
  });
});

describe('too much at once', () => {
  test('is left out, and the place is marked with how much', async () => {
    const { tower, screen } = await stage();
    const follower = new TerminalFollower(new TowerClient(tower.farm()), 't1', new OutputBudget(40));
    await follower.look(() => screen);
    tower.print('t1', 'x'.repeat(30));
    await follower.look(() => screen);
    tower.print('t1', 'y'.repeat(30));
    await follower.look(() => screen);
    tower.print('t1', 'z');
    await follower.look(() => screen);
    expect(screen.text).toBe(`${'x'.repeat(30)}\n[… 31 bytes were left out here: too much at once …]\nz\n`);
  });

  test('is left out while the network is behind', async () => {
    const { tower, screen } = await stage();
    const follower = new TerminalFollower(new TowerClient(tower.farm()), 't1');
    await follower.look(() => screen);
    screen.hasRoom = false;
    tower.print('t1', 'lost');
    await follower.look(() => screen);
    screen.hasRoom = true;
    tower.print('t1', 'kept');
    await follower.look(() => screen);
    expect(screen.text).toBe('[… 5 bytes were left out here: too much at once …]\nkept\n');
  });

  test('for Tower to keep leaves a gap that is told', async () => {
    const { tower, screen } = await stage();
    const follower = new TerminalFollower(new TowerClient(tower.farm()), 't1');
    await follower.look(() => screen);
    tower.print('t1', ...Array.from({ length: KEPT_LINES }, (_, i) => `line ${i}`));
    await follower.look(() => screen);
    expect(screen.text).toMatch(/^\[… some lines are missing here …\]\nline 0\n/);
  });
});
