import { owns, type BuilderCheckout } from '../workspaces/builder-checkout.js';

/** A checkout that carries a status file. */
export interface Carrier {
  readonly isMain: boolean;
  /** Whose worktree it is, when it is a builder's. */
  readonly builder: BuilderCheckout | undefined;
}

/**
 * Which copy of a status file is the project's own (codev-today, section 2): that of the builder whose project it is, else
 * the main checkout's, else that of a worktree where a person works. Every other builder carries it as it was where its
 * branch began: where only such copies are left, nobody works on the project any more.
 */
export function owningCopy<T extends Carrier>(statusFile: string, carriers: readonly T[]): T | undefined {
  const ofBuilder = carriers.find(({ builder }) => builder && owns(builder, statusFile));
  return (
    ofBuilder ??
    carriers.find(({ isMain }) => isMain) ??
    carriers.find(({ builder }) => builder === undefined)
  );
}
