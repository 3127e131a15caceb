import { existsSync, watch } from 'node:fs';
import { delimiter, join } from 'node:path';
import { FakeTower } from '../../testing/fake-tower.js';
import { isRunning } from '../../testing/processes.js';
import { Cleanup, recordedLog } from '../../testing/running-connector.js';
import { TempFolder } from '../../testing/temp-repository.js';
import type { OwnersCommand } from '../connector.config.js';
import type { CommandWord } from './command-journal.js';
import { CommandService } from './command.service.js';
import { allowedFeatures, planCommand } from './owner-commands.js';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

const ALL: readonly OwnersCommand[] = ['send_message', 'run_consultation', 'spawn_builder'];

async function stage(commands = ALL) {
  const tower = cleanup.add(await new FakeTower().listen(), (each) => each.close());
  const project = cleanup.folder(new TempFolder());
  const data = cleanup.folder(new TempFolder());
  const bin = cleanup.folder(new TempFolder());
  cleanup.add(process.env['PATH'], (path) => (process.env['PATH'] = path));
  process.env['PATH'] = bin.path + delimiter + (process.env['PATH'] ?? '');
  const start = () => {
    const config = { agentFarm: tower.config({ commands }), dataDir: data.path };
    const workspaces = [{ path: project.path, name: 'project', isRepository: false }];
    const service = new CommandService(config, workspaces, recordedLog().log);
    return cleanup.add(service, (each) => each.beforeApplicationShutdown());
  };
  const service = start();
  const run = async (
    command: OwnersCommand,
    args: Record<string, unknown>,
    { commandId = 'c1', projectPath = project.path, by = service } = {},
  ): Promise<CommandWord[]> => {
    const said: CommandWord[] = [];
    await by.run({ commandId, projectPath, command, args }, (word) => said.push(word));
    return said;
  };
  const install = (name: string, script: string): void => {
    bin.write(name, `#!/bin/sh\n${script}\n`);
    bin.executable(name);
  };
  return { tower, project, service, start, run, install };
}

const SPAWN = { issue: 42, protocol: 'spir' };

describe('a command', () => {
  test('with words for an agent passes them on, as text that no terminal acts on', async () => {
    const { tower, project, run } = await stage();
    tower.agents['architect'] = {};
    expect(await run('send_message', { to: 'architect', message: 'one\u001b[2J\r\ntwo' })).toEqual([
      { status: 'accepted' },
      { status: 'done', detail: 'to architect' },
    ]);
    expect(tower.sent).toMatchObject([{ to: 'architect', message: 'one [2J\ntwo', workspace: project.path }]);
  });

  test('to an agent that is not there fails, in Tower’s words', async () => {
    const { run } = await stage();
    expect(await run('send_message', { to: 'nobody', message: 'x' })).toMatchObject([
      { status: 'accepted' },
      { status: 'failed', detail: expect.stringMatching(/^to nobody: .*not found/) },
    ]);
  });

  test('starts a builder with afx, in the project, and answers what it said', async () => {
    const { project, run, install } = await stage();
    install('afx', 'echo "in $(pwd) with $# words: $*"; echo "$CODEV_TOWER_KEY"');
    const [, word] = await run('spawn_builder', SPAWN);
    expect(word).toEqual({
      status: 'done',
      detail: `in ${project.path} with 4 words: spawn 42 --protocol spir\n${FakeTower.KEY}`,
    });
  });

  test('starts a consultation', async () => {
    const { run, install } = await stage();
    install('consult', 'echo "$*"');
    const args = { model: 'gemini', type: 'spec', issue: '0042', protocol: 'spir' };
    expect((await run('run_consultation', args))[1]).toEqual({
      status: 'done',
      detail: '-m gemini --protocol spir --type spec --issue 0042',
    });
  });

  test('whose program fails, or is not there, says so', async () => {
    const { run, install } = await stage();
    install('afx', 'echo "issue 42 not found" >&2; exit 3');
    expect((await run('spawn_builder', SPAWN))[1]).toEqual({
      status: 'failed',
      detail: 'afx failed. issue 42 not found',
    });
    const consult = { model: 'gemini', type: 'spec', issue: 1 };
    expect((await run('run_consultation', consult, { commandId: 'c2' }))[1]).toEqual({
      status: 'failed',
      detail: expect.stringMatching(/consult is not installed there/),
    });
  });

  test('that comes again is not carried out again, also by the next process and while it runs', async () => {
    const { project, run, install, start } = await stage();
    install('afx', 'echo once >> times');
    const both = await Promise.all([run('spawn_builder', SPAWN), run('spawn_builder', SPAWN)]);
    expect(both.map((words) => words.at(-1))).toEqual([{ status: 'done' }, { status: 'done' }]);
    expect(await run('spawn_builder', SPAWN)).toEqual([{ status: 'done' }]);
    expect(await run('spawn_builder', SPAWN, { by: start() })).toEqual([{ status: 'done' }]);
    expect(project.read('times')).toBe('once\n');
  });

  test('in the middle of which the connector stopped is ended, and not begun again', async () => {
    const { project, run, install, start, service } = await stage();
    install('afx', 'echo $$ > pid.new; mv pid.new pid; sleep 600');
    const running = run('spawn_builder', SPAWN);
    const pid = await written(project, 'pid');
    await service.beforeApplicationShutdown();
    expect(await running).toEqual([{ status: 'accepted' }]);
    expect(isRunning(Number(pid))).toBe(false);
    expect(await run('spawn_builder', SPAWN, { by: start() })).toEqual([
      { status: 'failed', detail: expect.stringMatching(/stopped in the middle of it/) },
    ]);
  });

  test('for a project that is not served is refused', async () => {
    const { tower, run } = await stage();
    const words = { to: 'architect', message: 'x' };
    expect(await run('send_message', words, { projectPath: '/elsewhere' })).toMatchObject([
      { status: 'refused' },
    ]);
    expect(tower.sent).toEqual([]);
  });

  test('is one of a few at a time', async () => {
    const { run, install, service } = await stage();
    install('afx', 'sleep 600');
    const ids = ['1', '2', '3', '4', '5'];
    const all = ids.map((commandId) => run('spawn_builder', SPAWN, { commandId }));
    expect(await Promise.race(all)).toMatchObject([
      { status: 'refused', detail: expect.stringMatching(/Too much/) },
    ]);
    service.stop();
    await Promise.all(all);
  });
});

describe('what is not allowed', () => {
  test('is anything but words, unless the owner says otherwise', async () => {
    const { run } = await stage(['send_message']);
    for (const command of ['run_consultation', 'spawn_builder'] as const)
      expect(await run(command, SPAWN, { commandId: command })).toEqual([
        {
          status: 'unsupported',
          detail: expect.stringMatching(/owner has not allowed .* CODEV_CONNECTOR_COMMANDS/),
        },
      ]);
  });

  test('is not offered either', async () => {
    const { tower } = await stage();
    expect(allowedFeatures(tower.config({ commands: [] }))).toEqual(['sync_status']);
    expect(allowedFeatures(tower.config({ commands: ALL, terminals: true }))).toEqual([
      'sync_status',
      ...ALL,
      'terminal_request',
    ]);
  });

  test.each<[OwnersCommand, Record<string, unknown>]>([
    ['spawn_builder', {}],
    ['spawn_builder', { issue: '--shell', protocol: 'spir' }],
    ['spawn_builder', { issue: 42, protocol: '--task' }],
    ['spawn_builder', { issue: 42, protocol: 'spir --force' }],
    ['spawn_builder', { issue: 42, protocol: 'spir', task: 'rm' }],
    ['spawn_builder', { issue: -42, protocol: 'spir' }],
    ['spawn_builder', { issue: 4.2, protocol: 'spir' }],
    ['spawn_builder', { issue: ['42', '--force'], protocol: 'spir' }],
    ['run_consultation', { model: '-m', type: 'spec', issue: 1 }],
    ['run_consultation', { model: 'gemini', type: '--output', issue: 1 }],
    ['run_consultation', { model: 'gemini', type: 'spec', issue: '1; rm' }],
    ['run_consultation', { model: 'gemini', type: 'spec', issue: 1, prompt: 'x' }],
    ['run_consultation', { model: '$(x)', type: 'spec', issue: 1 }],
    ['send_message', { to: '--all', message: 'x' }],
    ['send_message', { to: 'a b', message: 'x' }],
    ['send_message', { to: 'a', message: '' }],
    ['send_message', { to: 'a', message: 'x'.repeat(4001) }],
    ['send_message', { to: 'a', message: 'x', raw: true }],
    ['send_message', { to: 'a', message: { toString: 'x' } }],
  ])('is %s with %j', (command, args) => {
    expect(planCommand(command, args, { commands: ALL })).toEqual({
      kind: 'refused',
      status: 'refused',
      words: expect.stringMatching(new RegExp(`^What was asked of ${command} is not valid`)),
    });
  });
});

/** Resolves with the text of a file as soon as it is there. */
async function written(folder: TempFolder, name: string): Promise<string> {
  await new Promise<void>((resolve) => {
    const watcher = watch(folder.path, () => look());
    const look = (): void => {
      if (!existsSync(join(folder.path, name))) return;
      watcher.close();
      resolve();
    };
    look();
  });
  return folder.read(name);
}
