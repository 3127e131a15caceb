import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CommandAnswer, WaitingGate } from '@codev-hq/protocol';
import { Connector } from '../testing/connector.ts';
import { Hq } from '../testing/hq.ts';
import { cleanEnvironment, ROOT } from '../testing/node-process.ts';
import { PorchBuilder, SPEC } from '../testing/porch-builder.ts';
import { Repository } from '../testing/repository.ts';
import { cleanUp, scratchFolder } from '../testing/scratch.ts';
import { Tower } from '../testing/tower.ts';
import { until } from '../testing/until.ts';

const DOCTOR = [join(ROOT, 'dist/apps/connector/main.js'), 'doctor'];
const OPEN = `id: '0413'
title: left-behind
protocol: spir
phase: plan
gates:
  plan-approval:
    status: pending
    requested_at: '2025-03-02T11:12:13.141Z'
started_at: '2025-03-02T08:41:00.000Z'
updated_at: '2025-03-02T11:12:13.200Z'
`;

let hq: Hq;
let tower: Tower;
let builder: PorchBuilder;
let key: string;
/** Where `afx` writes down what it was asked for. */
let asked: string;

/** A machine that lets HQ do what its owner says. */
async function machine(name: string, repository: Repository, env: NodeJS.ProcessEnv = {}): Promise<string> {
  await Connector.start(hq, name, [repository], undefined, {
    CODEV_TOWER_URL: tower.url,
    CODEV_TOWER_KEY: Tower.KEY,
    CODEV_AGENT_FARM_DIR: scratchFolder('agent-farm'),
    ...env,
  });
  const { instances } = await hq.state();
  return instances.find(({ instance_name }) => instance_name === name)!.instance_id;
}

async function call(method: string, path: string, body?: object): Promise<Response> {
  return fetch(hq.url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
}

async function command(instance_id: string, name: string, args?: object): Promise<CommandAnswer> {
  const project_path = builder.main.path;
  const request = { instance_id, project_path, command: name, ...(args && { args }), wait: 30_000 };
  return (await (await call('POST', '/api/commands', request)).json()) as CommandAnswer;
}

function afx(): string {
  const folder = scratchFolder('afx');
  asked = join(folder, 'asked');
  writeFileSync(join(folder, 'afx'), `#!/bin/sh\necho "$(pwd) $*" >> "${asked}"\n`);
  chmodSync(join(folder, 'afx'), 0o755);
  return folder;
}

beforeAll(async () => {
  hq = await Hq.start();
  tower = await Tower.start();
  builder = new PorchBuilder();
  builder.write(SPEC, '# Retry queue\n');
  builder.asksFor('spec-approval', 'specify');
  key = await hq.cli('keys', 'create', '--name', 'ada', '--scopes', 'read,approve');
});
afterAll(cleanUp);

test('what a machine’s owner did not allow is refused, and HQ cannot turn it on', async () => {
  const id = await machine('careful', builder.main);
  expect(await command(id, 'sync_status')).toMatchObject({ status: 'done' });
  const words = { to: 'builder-spir-412', message: 'Go on.' };
  expect(await command(id, 'send_message', words)).toMatchObject({ status: 'done' });
  expect(tower.lastWordsTo('builder-spir-412')).toContain('Go on.');
  const spawn = { instance_id: id, project_path: builder.main.path, command: 'spawn_builder' };
  expect((await call('POST', '/api/commands', spawn)).status).not.toBe(200);
  const look = new URLSearchParams({
    instance_id: id,
    project_path: builder.main.path,
    builder_id: 'builder-spir-412',
  });
  expect((await call('GET', `/api/terminal?${look.toString()}`)).status).not.toBe(200);
});

test('what the owner allowed is done there, and acknowledged with what came of it', async () => {
  const PATH = `${afx()}:${process.env['PATH']}`;
  const id = await machine('open', builder.main, { PATH, CODEV_CONNECTOR_COMMANDS: 'spawn_builder' });
  const args = { issue: 414, protocol: 'spir' };
  expect(await command(id, 'spawn_builder', args)).toMatchObject({ status: 'done' });
  expect(readFileSync(asked, 'utf8')).toBe(`${builder.main.path} spawn 414 --protocol spir\n`);
  expect(await command(id, 'spawn_builder', { ...args, issue: '414; id' })).toMatchObject({
    status: 'refused',
  });
  expect(readFileSync(asked, 'utf8').split('\n')).toHaveLength(2);
});

test('a builder’s terminal is shown, followed while somebody looks, and masked', async () => {
  const lines = ['$ deploy\r', 'DB_PASS=hunter2-and-more\r'];
  tower.terminals.push({ id: 't1', label: 'builder-spir-412', cwd: builder.path, lines });
  const id = await machine('shown', builder.main, { CODEV_CONNECTOR_TERMINALS: '1' });
  const look = new URLSearchParams({
    instance_id: id,
    project_path: builder.main.path,
    builder_id: 'builder-spir-412',
    worktree: builder.path,
  });
  const response = await call('GET', `/api/terminal?${look.toString()}`);
  expect(response.status).toBe(200);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let seen = '';
  const reads = async (text: string) => {
    while (!seen.includes(text)) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`The stream ended before "${text}":\n${seen}`);
      seen += value;
    }
  };
  await reads('DB_PASS=••••••');
  lines.push('all is well\r');
  await reads(Buffer.from('all is well\n').toString('base64'));
  await reader.cancel();
  expect(seen).toContain('event: output');
  expect(seen).not.toContain('hunter2');
});

test('a gate that was left behind is told with its reason, and a person can bring it in and send it away', async () => {
  const old = new Repository('old');
  old.commit('codev/projects/0413-left-behind/status.yaml', OPEN);
  await machine('forgotten', old);
  const list = async (state: string) =>
    ((await (await call('GET', `/api/gates?state=${state}`)).json()) as WaitingGate[]).filter(
      ({ project_id }) => project_id === '0413',
    );
  const [left] = await until('the gate to be set apart', async () => {
    const found = await list('stranded');
    return found.length > 0 && found;
  });
  expect(left?.stranded).toMatchObject({ why: 'untouched' });
  expect(await list('waiting')).toEqual([]);
  const gate = `/api/gates/${left?.gate_id}`;
  expect((await call('POST', `${gate}/bring-in`)).ok).toBe(true);
  expect(await list('waiting')).toHaveLength(1);
  expect((await call('POST', `${gate}/dismiss`)).ok).toBe(true);
  expect(await list('waiting')).toEqual([]);
});

test('doctor says what it finds, and needs no HQ', async () => {
  const env = { ...cleanEnvironment(), CODEV_AGENT_FARM_DIR: scratchFolder('agent-farm') };
  const { stdout } = await promisify(execFile)(process.execPath, [...DOCTOR, builder.main.path], { env });
  expect(stdout).toContain(builder.main.path);
  expect(stdout).toContain('spec-approval');
});
