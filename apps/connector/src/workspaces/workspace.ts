/** A repository (or plain folder) that this connector serves. HQ calls it a project. */
export interface Workspace {
  /** Absolute, symlinks resolved: the root of the checkout, and the project's name on the wire. */
  readonly path: string;
  readonly name: string;
  readonly isRepository: boolean;
  /** The URL of `origin`, without credentials. */
  readonly gitRemote?: string;
}

export const WORKSPACES = Symbol('WORKSPACES');
export type Workspaces = readonly Workspace[];
