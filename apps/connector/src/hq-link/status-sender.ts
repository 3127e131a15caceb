import { MAX_FRAME_BYTES, type ConnectorPayload, type ErrorCode } from '@codev-hq/protocol';
import type { Log } from '../connector-log.js';
import type { ArtifactStore } from '../artifacts/artifact-store.js';
import type { StatusFile } from '../status-files/status-file.js';
import type { StatusFileStore } from '../status-files/status-file-store.js';
import type { Answer } from './requests-in-flight.js';
import type { RefusedMessage } from './refused-messages.js';
import type { Wire } from './wire.js';

/** Which file; what it says is looked up when its turn comes. */
export interface FilePlace {
  readonly projectPath: string;
  readonly worktree?: string | undefined;
  readonly path: string;
}

/** As many as a message may name. */
const MOST_COPIES = 200;

interface Waiting extends FilePlace {
  readonly tries: number;
}

/** A base HQ answers nothing; its silence is forgotten after this. */
const ANSWER_MS = 60_000;
const RETRY_MS = 5_000;
const MOST_TRIES = 3;
/** Paths and the rest of the message; a path has at most 4,096 characters. */
const ENVELOPE_BYTES = 64 * 1024;
/** Beyond this the network is the bottleneck, and newer content may still replace what waits. */
const MOST_BACKLOG_BYTES = 4 * 1024 * 1024;

/**
 * Brings status files to HQ at the pace it accepts. What waits is only the name of a file: what is sent is what it says
 * when its turn comes, so many changes become one message and the queue is never larger than the files there are.
 */
export class StatusSender {
  /** Whether this HQ can tell worktrees apart; a base HQ hears of main checkouts only. */
  worktrees = false;
  tellsArtifacts = false;
  private readonly waiting = new Map<string, Waiting>();
  private readonly idle: (() => void)[] = [];
  private timer: NodeJS.Timeout | undefined;
  private notBefore = 0;
  private seq = 0;

  constructor(
    private readonly wire: Wire,
    private readonly store: StatusFileStore,
    private readonly artifacts: Pick<ArtifactStore, 'of'>,
    private readonly refused: (message: RefusedMessage) => void,
    private readonly log: Log,
  ) {}

  /** The file has news, or HQ wants it. */
  enqueue(file: FilePlace, tries = 0): void {
    const { projectPath, worktree, path } = file;
    if (worktree !== undefined && !this.worktrees) return;
    this.waiting.set(`${projectPath}\0${worktree ?? ''}\0${path}`, { projectPath, worktree, path, tries });
    this.pump();
  }

  /** Resolves when everything that waits has been sent. */
  drained(): Promise<void> {
    return this.waiting.size === 0 ? Promise.resolve() : new Promise((resolve) => this.idle.push(resolve));
  }

  stop(): void {
    clearTimeout(this.timer);
    this.waiting.clear();
    for (const resolve of this.idle.splice(0)) resolve();
  }

  private pump(): void {
    if (this.timer || !this.wire.isOpen) return;
    for (const [key, next] of this.waiting) {
      const wait = this.pause();
      if (wait > 0) {
        this.timer = setTimeout(() => {
          this.timer = undefined;
          this.pump();
        }, wait);
        return;
      }
      this.waiting.delete(key);
      void this.sendOne(next);
    }
    for (const resolve of this.idle.splice(0)) resolve();
  }

  private pause(): number {
    if (this.wire.backlog > MOST_BACKLOG_BYTES) return 50;
    return Math.max(this.wire.wait, this.notBefore - Date.now());
  }

  private async sendOne(next: Waiting): Promise<void> {
    const file = this.store.get(next.projectPath, next.path, next.worktree);
    if (file && !fitsIntoFrame(file.content)) {
      // HQ would close the connection over it, again and again.
      this.report(
        next,
        'TOO_LARGE',
        'With its control characters escaped it is larger than a message may be.',
      );
      return;
    }
    const payload = file ? this.present(file) : gone(next, ++this.seq);
    const answer = await this.wire.request('status_update', payload, ANSWER_MS);
    this.take(next, answer);
  }

  /** What goes along with a status file, as far as this HQ knows of such things. */
  beside(file: StatusFile): Pick<ConnectorPayload<'status_update'>, 'worktree' | 'copies' | 'artifacts'> {
    const artifacts = this.tellsArtifacts ? this.artifacts.of(file) : undefined;
    return {
      ...(file.worktree && { worktree: file.worktree }),
      ...(this.worktrees && file.copies && { copies: file.copies.slice(0, MOST_COPIES) }),
      ...(artifacts && artifacts.length > 0 && { artifacts: [...artifacts] }),
    };
  }

  private present(file: StatusFile): ConnectorPayload<'status_update'> {
    return {
      project_path: file.projectPath,
      status_file: file.path,
      content: file.content,
      ...this.beside(file),
      ...(file.exact && { digest: file.bytesDigest }),
      seq: ++this.seq,
    };
  }

  private report({ projectPath, path }: Waiting, code: ErrorCode | undefined, error: string): void {
    this.refused({ type: 'status_update', project: projectPath, file: path, code, error });
  }

  private take(sent: Waiting, answer: Answer): void {
    if (!answer || answer.success) return;
    if (answer.code === 'RATE_LIMITED') {
      this.notBefore = Date.now() + (answer.retry_after ?? 1_000);
      this.log.warn({ retryAfter: answer.retry_after }, 'HQ wants fewer messages; waiting');
      this.enqueue(sent, sent.tries);
      return;
    }
    this.report(sent, answer.code, answer.error ?? 'HQ gave no reason.');
    if (answer.code !== 'INTERNAL' || sent.tries >= MOST_TRIES) return;
    setTimeout(() => {
      if (this.wire.isOpen) this.enqueue(sent, sent.tries + 1);
    }, RETRY_MS).unref();
  }
}

/** Escaped, one character may take six bytes. */
function fitsIntoFrame(content: string): boolean {
  const room = MAX_FRAME_BYTES - ENVELOPE_BYTES;
  return content.length * 6 <= room || Buffer.byteLength(JSON.stringify(content)) <= room;
}

function gone({ projectPath, worktree, path }: Waiting, seq: number): ConnectorPayload<'status_update'> {
  const place = { project_path: projectPath, ...(worktree && { worktree }), status_file: path };
  return { ...place, content: '', deleted: true, seq };
}
