import { basename, dirname } from 'node:path';

const BUILDERS = '.builders';

/** A builder's worktree as agent farm names it (codev-today, section 2): folder and branch say the same. */
export interface BuilderCheckout {
  /** `builder-spir-412`, as agent farm calls the agent. */
  readonly builderId: string;
  readonly protocol: string;
  /** Without leading zeros. */
  readonly number: string;
}

/** Whose worktree this is, by its branch `builder/<protocol>-<N>`, else by its folder; undefined for a person's. */
export function builderOf(worktree: string, branch: string | undefined): BuilderCheckout | undefined {
  const [, onBranch] = /^builder\/(.+)$/.exec(branch ?? '') ?? [];
  const name = onBranch ?? (basename(dirname(worktree)) === BUILDERS ? basename(worktree) : undefined);
  const [, protocol = '', number] = /^([a-z]+)-0*(\d+)(?=-|$)/.exec(name ?? '') ?? [];
  return number === undefined ? undefined : { builderId: `builder-${name}`, protocol, number };
}

/**
 * Whether a builder's worktree owns a status file: its project is the builder's number, with or without the protocol
 * (`412`, `bugfix-77`). The file's place names the project, as porch finds it.
 */
export function owns({ protocol, number }: BuilderCheckout, statusFile: string): boolean {
  const id = idInPath(statusFile);
  return id === number || id === `${protocol}-${number}`;
}

/** `codev/projects/0412-retry-queue/status.yaml` is 412, `…/bugfix-77-x/…` is bugfix-77, `codev/status/0068-x.md` is 68. */
export function idInPath(statusFile: string): string | undefined {
  const steps = statusFile.split('/');
  const name = steps[1] === 'projects' ? steps[2] : steps.at(-1)?.replace(/\.md$/, '');
  const [, kind = '', number] = /^([a-z]+-)?0*(\d+)(?=-|$)/.exec(name ?? '') ?? [];
  return number === undefined ? undefined : kind + number;
}
