import { Injectable } from '@nestjs/common';
import type { ChangedSinceRead, Expectation } from '@codev-hq/protocol';
import type { FileRecord } from '../state/file-record.js';
import { fileKey } from '../state/mirror-records.js';
import { changedSinceRead } from './changed-since-read.js';
import type { GateInFile } from './gate-choice.js';

/** Characters of versions that people have opened; the longest unread go first. */
const MAX_CHARACTERS = 8 * 1024 * 1024;

/** Versions of one file: who reads slowly may be some behind. */
const MAX_VERSIONS = 5;

/**
 * Status files as people have opened them, so that a refusal can show what has changed since. Lost with the process: then
 * it says what has changed and shows how it is now.
 */
@Injectable()
export class ReadVersions {
  private readonly byFile = new Map<string, FileRecord[]>();
  private characters = 0;

  /** Somebody opened a gate of this file. */
  opened(file: FileRecord): void {
    const key = keyOf(file);
    const versions = this.byFile.get(key) ?? [];
    if (versions.some(({ row }) => row.digest === file.row.digest)) return;
    versions.push(file);
    this.characters += file.row.content.length;
    if (versions.length > MAX_VERSIONS) this.drop(versions);
    // Moved to the end: a map keeps the order of insertion.
    this.byFile.delete(key);
    this.byFile.set(key, versions);
    this.makeRoom();
  }

  /** What somebody's decision was bound to and is not there any more. */
  changed(seen: Expectation, now: GateInFile): ChangedSinceRead[] {
    return changedSinceRead(seen, this.byFile.get(keyOf(now.file)) ?? [], now);
  }

  /** Those of one file that somebody has opened, oldest first. */
  of(instanceId: string, projectPath: string, worktree: string, path: string): readonly FileRecord[] {
    return this.byFile.get(`${instanceId}\0${fileKey(projectPath, worktree, path)}`) ?? [];
  }

  private makeRoom(): void {
    for (const [key, versions] of this.byFile) {
      if (this.characters <= MAX_CHARACTERS) return;
      while (versions.length > 0 && this.characters > MAX_CHARACTERS) this.drop(versions);
      if (versions.length === 0) this.byFile.delete(key);
    }
  }

  private drop(versions: FileRecord[]): void {
    this.characters -= versions.shift()?.row.content.length ?? 0;
  }
}

function keyOf({ row }: FileRecord): string {
  return `${row.instance_id}\0${fileKey(row.project_path, row.worktree, row.path)}`;
}
