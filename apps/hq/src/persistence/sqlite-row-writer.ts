import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Database } from './database.js';
import type { RowWork, RowWriter } from './row-work.js';
import type { ThreadAnswer, ThreadStart, ThreadTask } from './sqlite-thread.js';

// As this file is: built, or as it is written when specs run.
const THREAD = new URL(`./sqlite-thread${extname(import.meta.url)}`, import.meta.url);

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Writes rows on another thread, which begins with the first of them; one that ended is followed by another. */
export class SqliteRowWriter implements RowWriter {
  private readonly waiting = new Map<number, Waiting>();
  private thread: Worker | undefined;
  private lastId = 0;

  constructor(
    /** Only says what the statements are. */
    private readonly db: Database,
    private readonly start: ThreadStart,
  ) {}

  async write(work: readonly RowWork[]): Promise<void> {
    const statements = work.flatMap((part) => part.bind(this.db));
    if (statements.length === 0) return;
    this.thread ??= this.begin();
    const { thread } = this;
    const id = ++this.lastId;
    await new Promise<void>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      thread.postMessage({ id, statements } satisfies ThreadTask);
    });
  }

  /** Resolves when what was handed over is stored and the file is closed. */
  async close(): Promise<void> {
    const { thread } = this;
    if (!thread) return;
    await new Promise((resolve) => {
      thread.once('exit', resolve);
      thread.postMessage('close');
    });
  }

  private begin(): Worker {
    const thread = new Worker(THREAD, { workerData: this.start });
    thread.on('message', ({ id, problem }: ThreadAnswer) => {
      const asked = this.waiting.get(id);
      this.waiting.delete(id);
      if (problem) asked?.reject(Object.assign(new Error(problem.message), { code: problem.code }));
      else asked?.resolve();
    });
    thread.on('error', (error: Error) => this.ended(thread, error));
    thread.on('exit', () => this.ended(thread, new Error('The thread that writes to the database ended.')));
    return thread;
  }

  private ended(thread: Worker, error: Error): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
