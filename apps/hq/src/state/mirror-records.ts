import type { BuilderView, InstanceView, RegisteredProject, StatusFileView } from '@codev-hq/protocol';
import type { BuilderRow, InstanceRow } from '../persistence/tables.js';
import type { FileRecord } from './file-record.js';

/** One machine's connector, as HQ knows it. Times are milliseconds. */
export interface InstanceRecord {
  readonly instanceId: string;
  /** Identity of the key that first registered it. */
  owner: string;
  name: string;
  version: string;
  projects: readonly RegisteredProject[];
  features: ReadonlySet<string>;
  online: boolean;
  connectedAt: number;
  /** Since when it is online without a break; 0 while it is not. */
  onlineSince: number;
  lastPing: number;
  lastSeen: number;
  readonly files: Map<string, FileRecord>;
  /** Characters of its files, what is beside them and its projects: see {@link charactersOfFile}. */
  characters: number;
  /** Another number whenever something of it has changed but when it was last heard. */
  revision: number;
  readonly builders: Map<string, BuilderRow>;
}

export const fileKey = (projectPath: string, worktree: string, path: string) =>
  // No text that HQ takes holds a NUL, so nothing can pass for a boundary.
  `${projectPath}\0${worktree}\0${path}`;

/** Names a status file among those of all machines. */
export const placeKey = (at: {
  readonly instance_id: string;
  readonly project_path: string;
  readonly worktree: string;
  readonly path: string;
}) => `${at.instance_id}\0${fileKey(at.project_path, at.worktree, at.path)}`;

/** What grows with what a machine says; the rest of a record is small. */
export function charactersOf(projects: InstanceRecord['projects']): number {
  return projects.reduce(
    (sum, { path, name, git_remote = '' }) => sum + path.length + name.length + git_remote.length,
    0,
  );
}

export function charactersOfFile({ content, path, worktree, artifacts, copies }: FileRecord['row']): number {
  return content.length + path.length + worktree.length + (artifacts?.length ?? 0) + (copies?.length ?? 0);
}

export function instanceView(instance: InstanceRecord): InstanceView {
  return {
    instance_id: instance.instanceId,
    instance_name: instance.name,
    version: instance.version,
    connected_at: iso(instance.connectedAt),
    last_ping: iso(instance.lastPing),
    last_seen: iso(instance.lastSeen),
    online: instance.online,
    projects: [...instance.projects],
    features: [...instance.features],
  };
}

/** `summary` leaves the content out: lists do not need it, and it is most of the bytes. */
export function fileView(file: FileRecord, detail: 'full' | 'summary'): StatusFileView {
  const { row, model } = file;
  return {
    path: row.path,
    ...(detail === 'full' && { content: row.content }),
    project_path: row.project_path,
    ...(row.worktree && { worktree: row.worktree }),
    digest: row.digest,
    ...(row.git_sha && { git_sha: row.git_sha }),
    updated_at: iso(row.updated_at),
    ...(row.artifacts && { artifacts: [...file.artifacts] }),
    ...(row.copies && { copies: [...file.copies] }),
    project: model,
  };
}

export function builderView(row: BuilderRow): BuilderView {
  return {
    builder_id: row.builder_id,
    status: row.status as BuilderView['status'],
    project_path: row.project_path,
    ...(row.phase && { phase: row.phase }),
    ...(row.branch && { branch: row.branch }),
    ...(row.worktree && { worktree: row.worktree }),
    ...(row.last_activity && { last_activity: row.last_activity }),
    updated_at: iso(row.updated_at),
  };
}

export const iso = (ms: number) => new Date(ms).toISOString();

export function newRecord(instanceId: string): InstanceRecord {
  return {
    instanceId,
    owner: '',
    name: instanceId,
    version: '',
    projects: [],
    features: new Set(),
    online: false,
    connectedAt: 0,
    onlineSince: 0,
    lastPing: 0,
    lastSeen: 0,
    files: new Map(),
    characters: 0,
    revision: 0,
    builders: new Map(),
  };
}

export function recordOf(row: InstanceRow): InstanceRecord {
  const projects = JSON.parse(row.projects) as InstanceRecord['projects'];
  return {
    ...newRecord(row.instance_id),
    owner: row.owner,
    name: row.name,
    version: row.version,
    projects,
    characters: charactersOf(projects),
    features: new Set(JSON.parse(row.features) as string[]),
    connectedAt: row.connected_at,
    lastPing: row.last_ping,
    lastSeen: row.last_seen,
  };
}

export function rowOf(instance: InstanceRecord): InstanceRow {
  return {
    instance_id: instance.instanceId,
    owner: instance.owner,
    name: instance.name,
    version: instance.version,
    projects: JSON.stringify(instance.projects),
    features: JSON.stringify([...instance.features]),
    connected_at: instance.connectedAt,
    last_ping: instance.lastPing,
    last_seen: instance.lastSeen,
  };
}
