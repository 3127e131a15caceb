import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { FakeAgentFarm } from '../../testing/fake-agent-farm.js';
import { FakeTower } from '../../testing/fake-tower.js';
import { porchFile, porchProject } from '../../testing/porch-project.js';
import { Cleanup, NO_AGENT_FARM } from '../../testing/running-connector.js';
import { statusFile } from '../../testing/status-files.js';
import { isolateGit, TempFolder, TempRepository } from '../../testing/temp-repository.js';
import { readHq, type MachineConfig } from '../connector.config.js';
import { diagnosisWords } from './diagnosis-words.js';
import { diagnose } from './diagnosis.js';

isolateGit();
const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const AWAY = 'HQ cannot be reached (nobody there).';
const HQ = { CODEV_HQ_URL: 'ws://127.0.0.1:9/ws', CODEV_HQ_API_KEY: 'very-secret' };

async function words(config: Partial<MachineConfig>, env: NodeJS.ProcessEnv = HQ): Promise<string> {
  const machine: MachineConfig = {
    instanceName: 'machine',
    dataDir: '/nowhere',
    logLevel: 'silent',
    push: false,
    agentFarm: NO_AGENT_FARM,
    paths: [],
    discover: false,
    ...config,
  };
  const result = await diagnose(machine, readHq(env), '/', () => Promise.resolve(AWAY));
  return result.ok ? diagnosisWords(result.diagnosis) : result.error;
}

function project(): { main: TempRepository; builder: TempRepository } {
  const made = porchProject();
  cleanup.folder(made.main);
  return made;
}

describe('the doctor', () => {
  test('says which copy counts, what waits, and what is ignored and why', async () => {
    const { main, builder } = project();
    main.write('codev/projects/0412-retry-queue/status.yaml', porchFile({ gate: 'pr' }));
    main.write('codev/projects/0300-old/status.yaml', porchFile({ gate: 'pr' }));
    const merged = porchFile({ gate: 'pr', top: 'pr_history:\n  - pr_number: 7\n    merged: true\n' });
    main.write('codev/projects/0301-merged/status.yaml', merged);
    main.write('codev/projects/0302-done/status.yaml', porchFile().replace('phase: plan', 'phase: verified'));
    main.write('codev/projects/0303-broken/status.yaml', 'gates: [\n');
    main.write('codev/status/0068-feature.md', statusFile());
    main.write('codev/status/0069-large.md', 'x'.repeat(300_000));
    builder.write('codev/projects/0299-left/status.yaml', porchFile());
    mkdirSync(join(main.path, '.builders/stray'));
    main.write('.agent-farm/state.db', '');
    main.git('worktree', 'add', '-q', '-b', 'gone', join(main.path, 'gone'));
    rmSync(join(main.path, 'gone'), { recursive: true });
    const said = await words({ paths: [main.path] });
    const own = '  codev/projects/0412-retry-queue/status.yaml in .builders/spir-412\n';
    expect(said).toContain(`${own}    waits for a person: plan-approval\n`);
    expect(said).toContain('  .builders/spir-412: builder-spir-412 on builder/spir-412\n');
    for (const line of [
      'ignored: verify-approval is pending, but nobody has asked for it',
      'waits for a person: pr (no builder works on it, last touched 2026-03-02: HQ sets it apart when that is long ago)',
      'waits for a person: pr (no builder works on it and its pull request is merged: HQ sets it apart)',
      'waits for a person: specify_to_plan.human_approval',
      'archived: 1 finished project',
      'ignored: 1 file in the main checkout, copies of what is another checkout’s own',
      'ignored: codev/projects/0299-left/status.yaml is carried by builders of other projects only (.builders/spir-412)',
      'ignored: codev/status/0069-large.md in the main checkout is larger than 256 KiB',
      'ignored: .builders/stray is no worktree that git knows of this project',
      'ignored: gone is gone (git worktree prune forgets it)',
      'ignored: .agent-farm/state.db of Codev 1.6: builders are known by their worktrees, and without a Tower words do not reach them',
    ])
      expect(said.split('\n').map((each) => each.trim())).toContain(line);
    expect(said).toMatch(
      /0303-broken\/status\.yaml in the main checkout\n {4}cannot be decided on: .* \(line \d\)/,
    );
  });

  test('says what agent farm knows, whether its Tower answers, and what is allowed', async () => {
    const { main } = project();
    const tower = cleanup.add(await new FakeTower().listen(), (each) => each.close());
    const farm = cleanup.folder(new FakeAgentFarm()).knowing(main.path, '/gone/away');
    const agentFarm = tower.config({
      farms: [tower.farm({ dir: farm.path }), tower.farm({ towerKey: 'wrong' }), ...NO_AGENT_FARM.farms],
      terminals: true,
    });
    const said = await words({ discover: true, agentFarm });
    expect(said).toContain(`${farm.path}: knows 2 workspaces\n  Tower answers at http://127.0.0.1:`);
    expect(said).toContain(
      '/nonexistent/agent-farm: has no global.db\n  Tower does not take this connector’s key.',
    );
    expect(said).toContain('No Tower runs at http://127.0.0.1:2.');
    expect(said).toContain('ignored: /gone/away is gone, or holds no files');
    expect(said).toContain('decide on gates, send message, look at terminals');
    expect(said).toContain(`\n${main.path}\n  the main checkout\n`);
  });

  test('needs no HQ, shows no key, and says in one line when a path is wrong', async () => {
    const folder = cleanup.folder(new TempFolder());
    const said = await words({ paths: [folder.path] });
    expect(said).toContain('HQ\n  ws://127.0.0.1:9/ws, with a key\n');
    expect(said).toMatch(/with a key\n {2}HQ cannot be reached \(/);
    expect(said).not.toContain('very-secret');
    expect(said).toContain(`${folder.path} (no git repository: nothing can be committed)`);
    expect(await words({ paths: [folder.path] }, {})).toContain('HQ\n  CODEV_HQ_URL is not set.');
    expect(await words({ paths: ['/nowhere'] })).toMatch(/^\/nowhere is not a directory/);
  });
});
