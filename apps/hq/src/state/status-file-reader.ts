import { Injectable } from '@nestjs/common';
import { hash } from 'node:crypto';
import {
  MAX_STATUS_FILE_BYTES,
  type ConnectorPayload,
  type Refusal,
  type StatusFileModel,
} from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { HqConfig } from '../hq.config.js';
import type { StatusFileRow } from '../persistence/tables.js';
import { FileRecord, type WaitingSince } from './file-record.js';
import { RememberedGates } from './remembered-gates.js';

/** Turns a received status file into a record: measured and checked against its digest. */
@Injectable()
export class StatusFileReader {
  constructor(
    private readonly config: HqConfig,
    private readonly remembered: RememberedGates,
  ) {}

  stored({ waiting_since, ...row }: StatusFileRow): FileRecord {
    const known = JSON.parse(waiting_since) as WaitingSince;
    return FileRecord.of(row, this.parse, known, this.remembered.recall);
  }

  read(
    instanceId: string,
    payload: ConnectorPayload<'status_update'>,
    before: FileRecord | undefined,
  ): Refusal | FileRecord {
    const bytes = Buffer.byteLength(payload.content);
    if (bytes > MAX_STATUS_FILE_BYTES) {
      const error = `${payload.status_file} has ${bytes} bytes; a status file may have ${MAX_STATUS_FILE_BYTES}.`;
      return { code: 'TOO_LARGE', error };
    }
    const digest = hash('sha256', payload.content, 'hex');
    if (payload.digest !== undefined && payload.digest !== digest) {
      const error = `The digest of ${payload.status_file} is not that of its content. Read the file again and resend.`;
      return { code: 'INVALID_MESSAGE', error };
    }
    const unchanged = before?.row.digest === digest;
    const row = {
      instance_id: instanceId,
      project_path: payload.project_path,
      worktree: payload.worktree ?? '',
      path: payload.status_file,
      content: payload.content,
      digest,
      git_sha: payload.git_sha ?? null,
      artifacts: listed(payload.artifacts),
      copies: listed(payload.copies),
      updated_at: unchanged ? before.row.updated_at : Date.now(),
    };
    if (!before) return FileRecord.of(row, this.parse, {}, this.remembered.recall);
    return unchanged ? before.again(row) : before.followedBy(row);
  }

  private readonly parse = (content: string, path: string): StatusFileModel =>
    parseStatusFile(content, path, { humanGates: this.config.humanGates });
}

/** As it is stored; nothing for an empty list. */
export function listed(list: readonly unknown[] | undefined): string | null {
  return list === undefined || list.length === 0 ? null : JSON.stringify(list);
}
