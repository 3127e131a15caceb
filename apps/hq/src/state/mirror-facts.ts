import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import type { BuilderRow } from '../persistence/tables.js';
import type { FileRecord } from './file-record.js';
import type { InstanceRecord } from './mirror-records.js';

/** A version of a status file that has stayed for a moment and is read. */
export interface FileSettled {
  readonly instance: InstanceRecord;
  readonly file: FileRecord;
}

/** What happened to the mirror, in the past tense; upper rooms subscribe. */
export type MirrorFact =
  | { readonly kind: 'instance-changed'; readonly instance: InstanceRecord }
  /** HQ was told to forget it. Its files and builders went before. */
  | { readonly kind: 'instance-removed'; readonly instance: InstanceRecord }
  | {
      readonly kind: 'status-file-changed';
      readonly instance: InstanceRecord;
      readonly file: FileRecord;
      readonly previous: FileRecord | undefined;
    }
  | { readonly kind: 'status-file-deleted'; readonly instance: InstanceRecord; readonly file: FileRecord }
  | { readonly kind: 'builder-changed'; readonly instance: InstanceRecord; readonly builder: BuilderRow }
  | { readonly kind: 'builder-removed'; readonly instance: InstanceRecord; readonly builder: BuilderRow };

@Injectable()
export class MirrorFacts {
  readonly happened = new Subject<MirrorFact>();
  readonly settled = new Subject<FileSettled>();
}
