import { builderOf } from '../workspaces/builder-checkout.js';
import { branchOf } from '../workspaces/worktrees.js';

/** The agent that works in a worktree, as agent farm calls it; undefined for what is no builder's. */
export async function builderIn(worktree: string): Promise<string | undefined> {
  return builderOf(worktree, await branchOf(worktree))?.builderId;
}
