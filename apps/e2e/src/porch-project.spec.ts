import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecisionAnswer, WaitingGate } from '@codev-hq/protocol';
import { Connector } from '../testing/connector.ts';
import { Hq } from '../testing/hq.ts';
import { ROOT } from '../testing/node-process.ts';
import { Repository } from '../testing/repository.ts';
import { cleanUp, scratchFolder } from '../testing/scratch.ts';
import { Tower } from '../testing/tower.ts';
import { until } from '../testing/until.ts';

const PROJECT = 'codev/projects/0412-retry-queue';
const FILE = `${PROJECT}/status.yaml`;
const BUILDER = 'builder-spir-412';
const ADA = 'Ada Lovelace <ada@example.org>';

/** The gates of spir in their order, and what the builder does before it asks for each. */
const WALK = [
  { phase: 'specify', gate: 'spec-approval', writes: 'codev/specs/412-retry-queue.md' },
  { phase: 'plan', gate: 'plan-approval', writes: 'codev/plans/412-retry-queue.md' },
  { phase: 'review', gate: 'pr', writes: 'codev/reviews/412-retry-queue.md' },
  { phase: 'verify', gate: 'verify-approval', writes: 'codev/reviews/412-verification.md' },
] as const;

afterAll(cleanUp);

/** porch on the path of the machine: an executable that behaves as porch does. */
function porch(): string {
  const folder = scratchFolder('porch');
  const script = join(ROOT, 'apps/connector/testing/fake-porch.mjs');
  writeFileSync(
    join(folder, 'porch'),
    `#!/bin/sh\nexec "${process.execPath}" "${script}" "${folder}" "$@"\n`,
  );
  chmodSync(join(folder, 'porch'), 0o755);
  return folder;
}

/** A builder that works in its worktree, as `porch next` has it do. */
class Builder {
  readonly path: string;

  readonly #main: Repository;

  constructor(main: Repository) {
    this.#main = main;
    main.commit('.gitignore', '.builders/\n');
    main.commit('README.md', '# Shop\n');
    this.path = join(main.path, '.builders/spir-412');
    main.git('worktree', 'add', '--quiet', '-b', 'builder/spir-412', this.path);
  }

  /** Writes what is to be read and asks for the gate. */
  asksFor(step: number, text = `Round one of ${WALK[step]?.gate}.`): void {
    const { phase, writes } = WALK[step]!;
    this.save(writes, `# Retry queue\n\n${text}\n`);
    const now = new Date().toISOString();
    const gates = WALK.map(({ gate }, i) => {
      if (i < step) return `  ${gate}:\n    status: approved\n`;
      return `  ${gate}:\n    status: pending\n${i === step ? `    requested_at: '${now}'\n` : ''}`;
    });
    this.save(FILE, statusYaml(phase, gates.join(''), now));
    this.git('commit', '--quiet', '--message', `chore(porch): 0412 ${phase}`);
  }

  finishes(): void {
    const gates = WALK.map(({ gate }) => `  ${gate}:\n    status: approved\n`).join('');
    this.save(FILE, statusYaml('verified', gates, new Date().toISOString()));
    this.git('commit', '--quiet', '--message', 'chore(porch): 0412 verified');
  }

  log(): string[] {
    return this.git('log', '--format=%an <%ae> | %s').trim().split('\n');
  }

  private save(path: string, text: string): void {
    const inMain = join('.builders/spir-412', path);
    mkdirSync(join(this.#main.path, inMain, '..'), { recursive: true });
    this.#main.write(inMain, text);
    this.git('add', '--', path);
  }

  private git(...args: string[]): string {
    return this.#main.git('-C', this.path, ...args);
  }
}

function statusYaml(phase: string, gates: string, now: string): string {
  return `id: '0412'
title: retry-queue
protocol: spir
phase: ${phase}
plan_phases: []
current_plan_phase: null
gates:
${gates}iteration: 1
build_complete: false
history: []
started_at: '2026-03-02T08:41:00.000Z'
updated_at: '${now}'
`;
}

test('C12 a porch project goes from specify to verified through HQ, with porch, Tower and a request for changes', async () => {
  const hq = await Hq.start();
  const main = new Repository('shop');
  const builder = new Builder(main);
  const tower = await Tower.start();
  await Connector.start(hq, 'laptop', [main], undefined, {
    PATH: `${porch()}:${process.env['PATH']}`,
    CODEV_TOWER_URL: tower.url,
    CODEV_TOWER_KEY: Tower.KEY,
    CODEV_AGENT_FARM_DIR: scratchFolder('agent-farm'),
  });
  await hq.link('Ada Lovelace', 'ada@example.org');
  const key = await hq.cli(
    'keys',
    'create',
    '--name',
    'ada',
    '--scopes',
    'read,approve',
    '--person',
    'ada@example.org',
  );
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(hq.url + path, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    return response.json();
  };
  const waitsFor = async (gate: string, reads: string): Promise<WaitingGate> => {
    let found: WaitingGate | undefined;
    await until(`${gate} to wait`, async () => {
      const gates = await hq.waiting();
      found = gates.find(
        (one) =>
          one.gate === gate && one.artifacts?.some(({ path }) => path === reads) && !one.changes_requested,
      );
      return found !== undefined;
    });
    return found!;
  };
  const decide = async (what: 'approve' | 'reject', gate: WaitingGate, comment?: string) => {
    const { instance_id, project_path, project_id, status_file, worktree, digest, artifacts = [] } = gate;
    const bound = artifacts.flatMap(({ path, digest: of }) => (of ? [{ path, digest: of }] : []));
    const expected = { gate_digest: digest, artifacts: bound };
    const target = { instance_id, project_path, project_id, status_file, worktree, gate: gate.gate };
    const body = { ...target, expected, wait: 30_000, ...(comment && { comment }) };
    return (await call('POST', `/api/${what}`, body)) as DecisionAnswer;
  };

  for (const [step, { gate, writes }] of WALK.entries()) {
    builder.asksFor(step);
    let waiting = await waitsFor(gate, writes);
    expect(waiting).toMatchObject({ worktree: builder.path, status_file: FILE, project_path: main.path });
    const query = new URLSearchParams({
      instance_id: waiting.instance_id,
      project_path: main.path,
      worktree: builder.path,
      path: writes,
    });
    expect(await call('GET', `/api/artifact?${query.toString()}`)).toMatchObject({
      content: `# Retry queue\n\nRound one of ${gate}.\n`,
    });
    if (gate === 'plan-approval') {
      const asked = await decide('reject', waiting, 'Too long.');
      expect(asked).toMatchObject({
        state: 'applied',
        decision: { outcome: { delivery: { state: 'delivered' } } },
      });
      expect((await hq.waiting())[0]).toMatchObject({
        changes_requested: { by: 'Ada Lovelace', comment: 'Too long.' },
      });
      expect(tower.lastWordsTo(BUILDER)).toContain('Too long.');
      builder.asksFor(step, 'Shorter.');
      waiting = await waitsFor(gate, writes);
    }
    const answer = await decide('approve', waiting);
    expect(answer).toMatchObject({
      state: 'applied',
      decision: { outcome: { outcome: 'applied', delivery: { state: 'delivered' } } },
    });
    expect(tower.lastWordsTo(BUILDER)).toBe(`Gate ${gate} approved — please run \`porch next\` to advance.`);
    expect(builder.log()).toContain(`${ADA} | chore(porch): 0412 ${gate} gate-approved`);
    await until(`${gate} to be no longer waiting`, async () => (await hq.waiting()).length === 0);
  }
  builder.finishes();
  await until('the builder to be complete', async () => {
    const { instances } = await hq.state();
    return (
      instances[0]?.builders.some(
        ({ builder_id, status }) => builder_id === BUILDER && status === 'complete',
      ) === true
    );
  });
  const audit = await hq.cli('audit', 'verify');
  expect(audit).toContain('whole');
  expect(main.git('status', '--porcelain')).toBe('');
}, 120_000);
