import type { MachineConfig } from '../connector.config.js';
import { discoverWorkspaces } from './discover-workspaces.js';
import { findWorkspaces, type WorkspacesResult } from './find-workspaces.js';

/** The given paths, and what agent farm knows where that is wanted; with neither, the current directory. */
export async function servedWorkspaces(
  { paths, discover, agentFarm }: Pick<MachineConfig, 'paths' | 'discover' | 'agentFarm'>,
  cwd: string,
): Promise<WorkspacesResult> {
  const given = await findWorkspaces(paths, cwd);
  if (!given.ok) return given;
  const known = discover ? (await discoverWorkspaces(agentFarm.farms)).workspaces : [];
  const isGiven = (path: string): boolean => given.workspaces.some((workspace) => workspace.path === path);
  const workspaces = [...given.workspaces, ...known.filter(({ path }) => !isGiven(path))];
  return workspaces.length > 0 ? { ok: true, workspaces } : findWorkspaces(['.'], cwd);
}
