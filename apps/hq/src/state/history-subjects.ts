import { hash } from 'node:crypto';

/** Where a status file is. A porch project has one file that counts, in whichever worktree; others are told apart by it. */
export interface FilePlace {
  readonly instance_id: string;
  readonly project_path: string;
  readonly worktree: string;
  readonly path: string;
  readonly format: 'markdown' | 'porch';
}

/** What a row is about. The place stands between colons, so that a file's gates are found by it. */
export function placeOf({ instance_id, project_path, worktree, path, format }: FilePlace): string {
  return short([instance_id, project_path, format === 'porch' ? '' : worktree, path]);
}

export const gateSubject = (place: string, gate: string) => `gate:${place}:${short([gate])}`;
export const phaseSubject = (place: string) => `phase:${place}`;
export const machineSubject = (instanceId: string) => `machine:${short([instanceId])}`;

export function builderSubject(builder: {
  instance_id: string;
  project_path: string;
  worktree: string;
  builder_id: string;
}): string {
  const { instance_id, project_path, worktree, builder_id } = builder;
  return `builder:${short([instance_id, project_path, worktree, builder_id])}`;
}

/** The place of a gate's subject; undefined for other subjects. */
export function placeOfGate(subject: string): string | undefined {
  const [kind, place] = subject.split(':');
  return kind === 'gate' ? place : undefined;
}

const short = (parts: readonly string[]) => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 22);
