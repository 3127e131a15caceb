import { join } from 'node:path';
import { TempRepository } from './temp-repository.js';

export const PORCH_FILE = 'codev/projects/0412-retry-queue/status.yaml';
export const PORCH_GATE = 'plan-approval';
export const BUILDER = 'builder-spir-412';

/** A status file as porch writes it, with one gate that was asked for. */
export function porchFile(overrides: Record<string, string> = {}): string {
  const {
    gate = PORCH_GATE,
    requested = "\n    requested_at: '2026-03-02T11:12:13.141Z'",
    top = '',
  } = overrides;
  return `id: '0412'
title: retry-queue
protocol: spir
phase: plan
plan_phases: []
current_plan_phase: null
gates:
  spec-approval:
    status: approved
    requested_at: '2026-03-02T09:00:00.000Z'
    approved_at: '2026-03-02T09:31:07.512Z'
  ${gate}:
    status: pending${requested}
  verify-approval:
    status: pending
iteration: 1
build_complete: false
history: []
${top}started_at: '2026-03-02T08:41:00.000Z'
updated_at: '2026-03-02T11:12:13.200Z'
`;
}

export interface PorchProject {
  readonly main: TempRepository;
  /** The builder's worktree, whose copy of the status file is the project's own. */
  readonly builder: TempRepository;
}

/** A main checkout and a builder's worktree as agent farm makes them; only the builder's file asks for the gate. */
export function porchProject(content = porchFile()): PorchProject {
  const main = new TempRepository();
  main.write('README.md', 'hello\n');
  main.write('.gitignore', '.builders/\n');
  main.commitAll();
  const path = join(main.path, '.builders/spir-412');
  main.git('worktree', 'add', '-q', '-b', 'builder/spir-412', path);
  const builder = TempRepository.at(path);
  builder.write(PORCH_FILE, content);
  builder.commitAll('porch: gate requested');
  return { main, builder };
}
