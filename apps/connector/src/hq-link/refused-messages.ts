import { Injectable } from '@nestjs/common';
import type { ErrorCode } from '@codev-hq/protocol';
import { Subject } from 'rxjs';

/** A message of ours that HQ did not accept. */
export interface RefusedMessage {
  readonly type: string;
  readonly project?: string;
  readonly file?: string;
  readonly code: ErrorCode | undefined;
  readonly error: string;
}

const KEPT = 100;

/** What HQ did not accept, for whoever wants to show it: the newest, and the stream of them. */
@Injectable()
export class RefusedMessages {
  readonly stream = new Subject<RefusedMessage>();
  private readonly kept: RefusedMessage[] = [];

  add(message: RefusedMessage): void {
    this.kept.push(message);
    if (this.kept.length > KEPT) this.kept.shift();
    this.stream.next(message);
  }

  latest(): readonly RefusedMessage[] {
    return this.kept;
  }
}
