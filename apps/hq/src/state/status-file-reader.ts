import { Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import {
  MAX_STATUS_FILE_BYTES,
  type ConnectorPayload,
  type Refusal,
  type StatusFileModel,
} from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { HqConfig } from '../hq.config.js';
import { waitingSince } from './gates.js';
import type { FileRecord } from './mirror-records.js';

/** Turns a received status file into a record: measured, checked against its digest, parsed once. */
@Injectable()
export class StatusFileReader {
  constructor(private readonly config: HqConfig) {}

  parse(content: string, path: string): StatusFileModel {
    return parseStatusFile(content, path, { humanGates: this.config.humanGates });
  }

  read(
    instanceId: string,
    payload: ConnectorPayload<'status_update'>,
    before: FileRecord | undefined,
  ): Refusal | FileRecord {
    const bytes = Buffer.from(payload.content);
    if (bytes.length > MAX_STATUS_FILE_BYTES) {
      const error = `${payload.status_file} has ${bytes.length} bytes; a status file may have ${MAX_STATUS_FILE_BYTES}.`;
      return { code: 'TOO_LARGE', error };
    }
    const digest = createHash('sha256').update(bytes).digest('hex');
    if (payload.digest !== undefined && payload.digest !== digest) {
      const error = `The digest of ${payload.status_file} is not that of its content. Read the file again and resend.`;
      return { code: 'INVALID_MESSAGE', error };
    }
    const now = Date.now();
    const unchanged = before?.row.digest === digest;
    const model = unchanged ? before.model : this.parse(payload.content, payload.status_file);
    const since = unchanged ? before.waitingSince : waitingSince(model.gates, before, now);
    const row = {
      instance_id: instanceId,
      project_path: payload.project_path,
      worktree: payload.worktree ?? '',
      path: payload.status_file,
      content: payload.content,
      digest,
      git_sha: payload.git_sha ?? null,
      updated_at: unchanged ? before.row.updated_at : now,
      waiting_since: JSON.stringify(since),
    };
    return { row, model, waitingSince: since };
  }
}
