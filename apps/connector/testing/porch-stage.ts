import { load } from 'js-yaml';
import { ApprovalBench, type BenchSetting } from './approval-bench.js';
import { FakePorch, type PorchControl } from './porch-executable.js';
import { PORCH_FILE, PORCH_GATE, porchFile, porchProject } from './porch-project.js';
import type { Cleanup } from './running-connector.js';
import { TempFolder, TempRepository } from './temp-repository.js';

export const SUBJECT = 'chore(porch): 0412 plan-approval gate-approved';
export const RECORD = '[HQ] Gate approved: plan-approval by Ada Lovelace';
export const ADA = 'Ada Lovelace <ada@example.org>';

/** A builder's project, a porch and the rooms that ask it. */
export async function porchStage(
  cleanup: Cleanup,
  control: PorchControl = {},
  setting: BenchSetting = {},
  content = porchFile(),
) {
  const project = porchProject(content);
  cleanup.folder(project.main);
  const porch = cleanup.folder(new FakePorch(control));
  const data = cleanup.folder(new TempFolder());
  const start = () => ApprovalBench.on(cleanup, project.main, data, { porch: porch.program, ...setting });
  const bench = await start();
  return { ...project, porch, bench, start, payload: bench.porchPayload(project) };
}

export function withRemote(cleanup: Cleanup, builder: TempRepository): TempRepository {
  const remote = cleanup.folder(new TempRepository({ identity: false, init: false }));
  remote.git('init', '-q', '--bare');
  builder.git('remote', 'add', 'origin', remote.path);
  return remote;
}

/** A gate of the builder's file, as any reader has it. */
export function gateIn(repository: TempRepository, gate = PORCH_GATE): Record<string, unknown> {
  const state = load(repository.read(PORCH_FILE)) as { gates: Record<string, Record<string, unknown>> };
  return state.gates[gate] ?? {};
}

/** Newest first, with their authors. */
export function subjects(repository: TempRepository): string[] {
  return repository.git('log', '--format=%s | %an <%ae>').trim().split('\n');
}
