import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { ConnectorPayload, Refusal } from '@codev-hq/protocol';
import { MirrorRepository } from '../persistence/mirror.repository.js';
import type { BuilderRow } from '../persistence/tables.js';
import type { FileRecord } from './file-record.js';
import { KeyShares } from './key-shares.js';
import { MirrorFacts, type MirrorFact } from './mirror-facts.js';
import {
  charactersOf,
  charactersOfFile,
  fileKey,
  newRecord,
  recordOf,
  rowOf,
  type InstanceRecord,
} from './mirror-records.js';
import { MirrorWriter } from './mirror-writer.js';
import { RememberedGates } from './remembered-gates.js';
import { listed, StatusFileReader } from './status-file-reader.js';

/** Status files that HQ keeps of one instance, as many builders, and the characters in them. */
const MAX_FILES = 5000;
const MAX_BUILDERS = 5000;
const MAX_CHARACTERS = 64 * 1024 * 1024;

/** What is true now: instances, their status files and builders. Held in memory, written behind, loaded at start. */
@Injectable()
export class Mirror implements OnModuleInit {
  private readonly known = new Map<string, InstanceRecord>();
  private readonly shares = new KeyShares();
  private changes = 0;

  constructor(
    private readonly repository: MirrorRepository,
    private readonly writer: MirrorWriter,
    private readonly facts: MirrorFacts,
    private readonly reader: StatusFileReader,
    private readonly remembered: RememberedGates,
  ) {}

  async onModuleInit(): Promise<void> {
    const stored = await this.repository.load();
    for (const row of stored.instances) {
      const instance = recordOf(row);
      this.known.set(row.instance_id, instance);
      this.shares.take(row.owner, { machines: 1, characters: instance.characters });
    }
    for (const row of stored.files) {
      const instance = this.known.get(row.instance_id);
      if (!instance) continue;
      instance.files.set(fileKey(row.project_path, row.worktree, row.path), this.reader.stored(row));
      this.grow(instance, charactersOfFile(row));
    }
    for (const row of stored.builders) this.known.get(row.instance_id)?.builders.set(builderKey(row), row);
  }

  /** Another number whenever something has changed, but when machines were last heard. */
  get revision(): number {
    return this.changes;
  }

  instances(): IterableIterator<InstanceRecord> {
    return this.known.values();
  }

  instance(instanceId: string): InstanceRecord | undefined {
    return this.known.get(instanceId);
  }

  /** Refused when another key owns the id; nothing of the owner's changes then. */
  register(owner: string, payload: ConnectorPayload<'register'>): Refusal | InstanceRecord {
    const before = this.known.get(payload.instance_id);
    if (before && before.owner !== owner && before.owner !== '') {
      const error =
        `Instance ${payload.instance_id} belongs to another key. Use that key, give this machine an id of its own, or ` +
        `ask HQ's owner to release it: POST /api/instances/${payload.instance_id}/release.`;
      return { code: 'AUTH_FAILED', error };
    }
    const characters = charactersOf(payload.projects);
    const full = this.noRoom(owner, before, characters);
    if (full) return full;
    const now = Date.now();
    const instance = before ?? newRecord(payload.instance_id);
    this.handOver(instance, before ? before.owner : undefined, owner);
    this.grow(instance, characters - charactersOf(instance.projects), owner);
    Object.assign(instance, {
      owner,
      name: payload.instance_name || payload.instance_id,
      version: payload.version ?? '',
      projects: payload.projects,
      features: new Set(payload.features ?? []),
      online: true,
      onlineSince: before?.online ? before.onlineSince : now,
      connectedAt: now,
      lastPing: now,
      lastSeen: now,
    });
    this.known.set(payload.instance_id, instance);
    this.instanceChanged(instance);
    this.dropUnregistered(instance);
    return instance;
  }

  /** Gives an instance's id free: the next key that registers it owns it. */
  release(instanceId: string): boolean {
    const instance = this.known.get(instanceId);
    if (!instance) return false;
    this.handOver(instance, instance.owner, '');
    instance.owner = '';
    this.instanceChanged(instance);
    return true;
  }

  /** Everything of a machine that is gone for good. One that is online would only come back with its next frame. */
  forget(instanceId: string): Refusal | undefined {
    const instance = this.known.get(instanceId);
    if (!instance) {
      const error = `There is no instance ${instanceId}. GET /api/state lists them.`;
      return { code: 'INSTANCE_NOT_FOUND', error };
    }
    if (instance.online) {
      const error = `${instance.name} is online. Stop its connector or revoke its key first.`;
      return { code: 'CONFLICT', error };
    }
    for (const key of [...instance.files.keys()]) this.deleteFile(instance, key);
    for (const row of [...instance.builders.values()]) this.removeBuilder(instance, row);
    this.shares.take(instance.owner, { machines: -1, characters: -instance.characters });
    this.known.delete(instanceId);
    this.writer.instanceGone(instanceId);
    this.tell({ kind: 'instance-removed', instance });
    return undefined;
  }

  offline(instanceId: string): void {
    const instance = this.known.get(instanceId);
    if (!instance?.online) return;
    instance.online = false;
    instance.onlineSince = 0;
    this.instanceChanged(instance);
  }

  seen(instanceId: string, ping: boolean): void {
    const instance = this.known.get(instanceId);
    if (!instance) return;
    instance.lastSeen = Date.now();
    if (!ping) return;
    instance.lastPing = instance.lastSeen;
    this.writer.instance(rowOf(instance));
  }

  statusUpdate(instance: InstanceRecord, payload: ConnectorPayload<'status_update'>): Refusal | undefined {
    const key = fileKey(payload.project_path, payload.worktree ?? '', payload.status_file);
    const before = instance.files.get(key);
    const refusal = unregistered(instance, payload.project_path);
    if (refusal) return refusal;
    if (payload.deleted) {
      this.deleteFile(instance, key);
      return undefined;
    }
    const read = this.reader.read(instance.instanceId, payload, before);
    if ('code' in read) return read;
    const full = this.tooMuch(instance, before, read);
    if (full) return full;
    instance.files.set(key, read);
    this.writer.file(read);
    // A file saved without a change is acknowledged, not announced.
    if (!before?.isSameAs(read)) {
      this.tell({ kind: 'status-file-changed', instance, file: read, previous: before });
    } else if (before.row.git_sha !== read.row.git_sha) this.revise(instance);
    return undefined;
  }

  builderUpdate(instance: InstanceRecord, payload: ConnectorPayload<'builder_update'>): Refusal | undefined {
    const refusal = unregistered(instance, payload.project_path);
    if (refusal) return refusal;
    const row: BuilderRow = {
      instance_id: instance.instanceId,
      project_path: payload.project_path,
      worktree: payload.worktree ?? '',
      builder_id: payload.builder_id,
      status: payload.status,
      phase: payload.phase ?? null,
      branch: payload.branch ?? null,
      last_activity: payload.last_activity ?? null,
      updated_at: Date.now(),
    };
    if (payload.removed) {
      this.removeBuilder(instance, row);
      return undefined;
    }
    if (instance.builders.size >= MAX_BUILDERS && !instance.builders.has(builderKey(row))) {
      const error = `HQ keeps ${MAX_BUILDERS} builders of one machine. Remove old ones.`;
      return { code: 'TOO_LARGE', error };
    }
    instance.builders.set(builderKey(row), row);
    this.writer.builder(row);
    this.tell({ kind: 'builder-changed', instance, builder: row });
    return undefined;
  }

  /**
   * Takes a full manifest: drops what is not in it, takes over contents that came along, and answers which files it
   * wants because it lacks them or has them in another version.
   */
  manifest(
    instance: InstanceRecord,
    payload: ConnectorPayload<'sync_response'>,
  ): Refusal | { wanted: { path: string; worktree?: string }[] } {
    const refusal = unregistered(instance, payload.project_path);
    if (refusal) return refusal;
    const listed = new Set(
      payload.status_files.map((f) => fileKey(payload.project_path, f.worktree ?? '', f.path)),
    );
    for (const [key, file] of instance.files) {
      if (file.row.project_path === payload.project_path && !listed.has(key)) this.deleteFile(instance, key);
    }
    const wanted: { path: string; worktree?: string }[] = [];
    for (const listedFile of payload.status_files) {
      const { path, worktree, content, digest, sha } = listedFile;
      const held = instance.files.get(fileKey(payload.project_path, worktree ?? '', path));
      if (content === undefined) {
        const isHeld = held !== undefined && held.row.digest === digest;
        const refused = isHeld ? this.besides(instance, held, listedFile) : undefined;
        if (refused) return refused;
        if (!isHeld) wanted.push({ path, ...(worktree && { worktree }) });
        continue;
      }
      const update = {
        project_path: payload.project_path,
        status_file: path,
        content,
        digest,
        worktree,
        git_sha: sha,
        artifacts: listedFile.artifacts,
        copies: listedFile.copies,
      };
      const refused = this.statusUpdate(instance, update);
      if (refused) return refused;
    }
    return this.replaceBuilders(instance, payload) ?? { wanted };
  }

  /** The same content, with other artifacts or copies. */
  private besides(
    instance: InstanceRecord,
    held: FileRecord,
    line: ConnectorPayload<'sync_response'>['status_files'][number],
  ): Refusal | undefined {
    const row = { ...held.row, artifacts: listed(line.artifacts), copies: listed(line.copies) };
    const file = held.again(row);
    if (held.isSameAs(file)) return undefined;
    const full = this.tooMuch(instance, held, file);
    if (full) return full;
    instance.files.set(fileKey(row.project_path, row.worktree, row.path), file);
    this.writer.file(file);
    this.tell({ kind: 'status-file-changed', instance, file, previous: held });
    return undefined;
  }

  /** One machine's share of memory: real ones use a thousandth of it. */
  private tooMuch(
    instance: InstanceRecord,
    before: FileRecord | undefined,
    file: FileRecord,
  ): Refusal | undefined {
    const more = charactersOfFile(file.row) - (before ? charactersOfFile(before.row) : 0);
    if (instance.files.size >= MAX_FILES && !before) {
      return {
        code: 'TOO_LARGE',
        error: `HQ keeps ${MAX_FILES} status files of one machine. Remove old ones.`,
      };
    }
    if (instance.characters + more > MAX_CHARACTERS) {
      const error = `The status files of this machine are larger than ${MAX_CHARACTERS} characters together.`;
      return { code: 'TOO_LARGE', error };
    }
    const full = this.shares.refusal(instance.owner, { machines: 0, characters: more });
    if (!full) this.grow(instance, more);
    return full;
  }

  /** Whether the key that registers a machine has room for it, and for what it says of itself. */
  private noRoom(owner: string, before: InstanceRecord | undefined, characters: number): Refusal | undefined {
    const more = characters - (before ? charactersOf(before.projects) : 0);
    const isOwn = before?.owner === owner;
    const taken = isOwn ? 0 : (before?.characters ?? 0);
    return this.shares.refusal(owner, { machines: isOwn ? 0 : 1, characters: taken + more });
  }

  private handOver(instance: InstanceRecord, from: string | undefined, to: string): void {
    if (from === to) return;
    const { characters } = instance;
    if (from !== undefined) this.shares.take(from, { machines: -1, characters: -characters });
    this.shares.take(to, { machines: 1, characters });
  }

  private grow(instance: InstanceRecord, characters: number, owner = instance.owner): void {
    instance.characters += characters;
    this.shares.take(owner, { machines: 0, characters });
  }

  private replaceBuilders(
    instance: InstanceRecord,
    payload: ConnectorPayload<'sync_response'>,
  ): Refusal | undefined {
    const listed = new Set(payload.builders.map((b) => JSON.stringify([b.worktree ?? '', b.builder_id])));
    for (const row of [...instance.builders.values()]) {
      if (row.project_path !== payload.project_path) continue;
      if (!listed.has(JSON.stringify([row.worktree, row.builder_id]))) this.removeBuilder(instance, row);
    }
    for (const builder of payload.builders) {
      const refused = this.builderUpdate(instance, { ...builder, project_path: payload.project_path });
      if (refused) return refused;
    }
    return undefined;
  }

  private dropUnregistered(instance: InstanceRecord): void {
    const paths = new Set(instance.projects.map((project) => project.path));
    for (const [key, file] of [...instance.files]) {
      if (!paths.has(file.row.project_path)) this.deleteFile(instance, key);
    }
    for (const row of [...instance.builders.values()]) {
      if (!paths.has(row.project_path)) this.removeBuilder(instance, row);
    }
  }

  private deleteFile(instance: InstanceRecord, key: string): void {
    const file = instance.files.get(key);
    if (!file) return;
    instance.files.delete(key);
    this.grow(instance, -charactersOfFile(file.row));
    this.remembered.keepAll(file);
    this.writer.fileGone(file.row);
    this.tell({ kind: 'status-file-deleted', instance, file });
  }

  private removeBuilder(instance: InstanceRecord, row: BuilderRow): void {
    if (!instance.builders.delete(builderKey(row))) return;
    this.writer.builderGone(row);
    this.tell({ kind: 'builder-removed', instance, builder: row });
  }

  private tell(fact: MirrorFact): void {
    this.revise(fact.instance);
    this.facts.happened.next(fact);
  }

  private revise(instance: InstanceRecord): void {
    this.changes += 1;
    instance.revision = this.changes;
  }

  private instanceChanged(instance: InstanceRecord): void {
    this.writer.instance(rowOf(instance));
    this.tell({ kind: 'instance-changed', instance });
  }
}

/** Refuses what concerns a project that its instance never registered. */
export function unregistered(instance: InstanceRecord, projectPath: string): Refusal | undefined {
  if (instance.projects.some((project) => project.path === projectPath)) return undefined;
  return {
    code: 'PROJECT_NOT_FOUND',
    error: `${projectPath} is not registered. Send it in \`register\` first.`,
  };
}

const builderKey = (row: BuilderRow) => JSON.stringify([row.project_path, row.worktree, row.builder_id]);
