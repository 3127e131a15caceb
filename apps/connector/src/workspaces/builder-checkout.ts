import { basename, dirname } from 'node:path';

const BUILDERS = '.builders';

/** A builder's worktree as agent farm names it (codev-today, section 2): folder and branch say the same. */
export interface BuilderCheckout {
  /** As agent farm calls the agent: `builder-spir-412`; Codev 1.6 had `0412`. */
  readonly builderId: string;
  /** Ids of the projects that it works on, in lower case and without leading zeros. */
  readonly projectIds: readonly string[];
}

/**
 * Whose worktree this is, by its folder in `.builders`, else by its branch `builder/…`; undefined for a person's. The
 * folder comes first: a builder checks out another branch for each of its pull requests.
 */
export function builderOf(worktree: string, branch: string | undefined): BuilderCheckout | undefined {
  const folder = basename(dirname(worktree)) === BUILDERS ? basename(worktree) : undefined;
  const [, onBranch] = /^builder\/(.+)$/.exec(branch ?? '') ?? [];
  return (folder !== undefined && named(folder)) || (onBranch !== undefined && named(onBranch)) || undefined;
}

/** `spir-412`, older ones `spir-412-retry-queue`; without an issue `task-AbCd`; in Codev 1.6 `0412`. */
function named(name: string): BuilderCheckout | undefined {
  const [, protocol, number] = /^([a-z]+)-0*(\d+)(?=-|$)/.exec(name) ?? [];
  if (protocol !== undefined && number !== undefined) {
    const own = `${protocol}-${number}`;
    // porch calls a bugfix `bugfix-412`: 412 is the project of another protocol's builder.
    return { builderId: `builder-${own}`, projectIds: protocol === 'bugfix' ? [own] : [number, own] };
  }
  const [written, bare] = /^0*(\d+)(?=-|$)/.exec(name) ?? [];
  if (written !== undefined && bare !== undefined) return { builderId: written, projectIds: [bare] };
  const [, kind] = /^([a-z]+)-[\w-]{4}$/.exec(name) ?? [];
  if (kind === undefined) return undefined;
  const id = name.toLowerCase();
  // A bare worktree's agent goes by its folder's name.
  const builderId = kind === 'worktree' ? id : `builder-${id}`;
  return { builderId, projectIds: [id, builderId] };
}

/** Whether a builder's worktree owns a status file. The file's place names the project, as porch finds it. */
export function owns({ projectIds }: BuilderCheckout, statusFile: string): boolean {
  const id = idInPath(statusFile);
  if (id !== undefined) return projectIds.includes(id);
  const name = nameInPath(statusFile).toLowerCase();
  return projectIds.some((own) => name === own || name.startsWith(`${own}-`));
}

/** `codev/projects/0412-retry-queue/status.yaml` is 412, `…/bugfix-77-x/…` is bugfix-77, `codev/status/0068-x.md` is 68. */
export function idInPath(statusFile: string): string | undefined {
  const [, kind = '', number] = /^([a-z]+-)?0*(\d+)(?=-|$)/.exec(nameInPath(statusFile)) ?? [];
  return number === undefined ? undefined : kind + number;
}

function nameInPath(statusFile: string): string {
  const steps = statusFile.split('/');
  return (steps[1] === 'projects' ? steps[2] : steps.at(-1)?.replace(/\.md$/, '')) ?? '';
}
