import { isAbsolute } from 'node:path';
import type { Farm } from '../connector.config.js';
import { findWorkspaces } from './find-workspaces.js';
import { readKnownWorkspaces } from './known-workspaces.js';
import type { Workspace } from './workspace.js';

export interface Ignored {
  readonly path: string;
  /** In words, as in "… is ignored: it <why>". */
  readonly why: string;
}

/** What agent farms know on this machine: what can be served of it, and what is ignored and why. */
export interface Discovery {
  readonly workspaces: readonly Workspace[];
  readonly ignored: readonly Ignored[];
  /** In words, what could not be asked. */
  readonly troubles: readonly string[];
}

export async function discoverWorkspaces(farms: readonly Pick<Farm, 'dir'>[]): Promise<Discovery> {
  const found = new Map<string, Workspace>();
  const ignored: Ignored[] = [];
  const troubles: string[] = [];
  for (const { dir } of farms) {
    const known = await readKnownWorkspaces(dir);
    if (known.kind === 'unreadable') troubles.push(known.words);
    for (const path of known.kind === 'read' ? known.paths : []) {
      const seen = await lookAt(path);
      if ('why' in seen) ignored.push(seen);
      else if (!found.has(seen.path)) found.set(seen.path, seen);
    }
  }
  return { workspaces: [...found.values()], ignored, troubles };
}

async function lookAt(path: string): Promise<Workspace | Ignored> {
  if (!isAbsolute(path)) return { path, why: 'is on another machine' };
  if (path.split(/[/\\]/).includes('.builders'))
    return { path, why: 'is a builder’s worktree, which is found by its project' };
  const result = await findWorkspaces([path], '/');
  const [workspace] = result.ok ? result.workspaces : [];
  if (!result.ok || !workspace) return { path, why: 'is gone, or holds no files' };
  return workspace.isRepository ? workspace : { path, why: 'is no git repository' };
}
