import { findProgram, runProgram, type ProgramEnd, type ProgramRun } from './run-program.js';

/** `cwd` is the root of the owning checkout: from anywhere else porch may write into another one. */
export type PorchApproval = Omit<ProgramRun, 'program' | 'args'> & {
  readonly porch: string;
  readonly projectId: string;
  readonly gate: string;
};

/** How porch ended. Its exit code is not here, because it proves nothing. */
export type PorchEnd = Omit<ProgramEnd, 'exitCode'>;

export function findPorch(): string | undefined {
  return findProgram('porch');
}

export function runPorchApprove({ porch, projectId, gate, ...run }: PorchApproval): Promise<PorchEnd> {
  const args = ['approve', projectId, gate, '--a-human-explicitly-approved-this'];
  return runProgram({ ...run, program: porch, args });
}
