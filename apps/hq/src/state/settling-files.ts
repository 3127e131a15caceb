import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Subscription } from 'rxjs';
import type { FileRecord } from './file-record.js';
import { MirrorFacts } from './mirror-facts.js';
import { fileKey } from './mirror-records.js';
import { Mirror } from './mirror.js';

/** Milliseconds that a version stays before it is read, and the longest that a file goes unread while it keeps changing. */
const SETTLED = 1000;
const LONGEST = 30_000;
const LOOK_EVERY = 250;
/** Milliseconds of reading at a stretch, which is one file or two: acknowledgements go out between. */
const STRETCH = 0.1;

interface Settling {
  readonly instanceId: string;
  readonly file: string;
  readonly first: number;
  last: number;
}

/**
 * Reads versions of status files that stay for a moment, so that HQ knows since when their gates wait also when nobody
 * looks. Not every version: reading one costs ten times as much as receiving it.
 */
@Injectable()
export class SettlingFiles implements OnModuleInit, OnModuleDestroy {
  /** In the order of `first`: a newer version keeps its file's place. */
  private readonly unread = new Map<string, Settling>();
  private subscription: Subscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  constructor(
    private readonly mirror: Mirror,
    private readonly facts: MirrorFacts,
  ) {}

  onModuleInit(): void {
    this.subscription = this.facts.happened.subscribe((fact) => {
      if (fact.kind === 'status-file-changed') this.received(fact.file, performance.now());
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
    clearInterval(this.timer);
  }

  received({ key, row }: FileRecord, now: number): void {
    const known = this.unread.get(key);
    if (known) {
      known.last = now;
    } else {
      const file = fileKey(row.project_path, row.worktree, row.path);
      this.unread.set(key, { instanceId: row.instance_id, file, first: now, last: now });
    }
    this.timer ??= setInterval(() => void this.look(performance.now()), LOOK_EVERY).unref();
  }

  /** Reads what has settled by `now`. */
  async look(now: number): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    let began = performance.now();
    for (const [key, { instanceId, file, first, last }] of this.unread) {
      if (first > now - SETTLED) break;
      if (last > now - SETTLED && first > now - LONGEST) continue;
      this.unread.delete(key);
      this.read(instanceId, file);
      if (performance.now() - began < STRETCH) continue;
      await nextTurn();
      began = performance.now();
    }
    this.looking = false;
    if (this.unread.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private read(instanceId: string, key: string): void {
    const instance = this.mirror.instance(instanceId);
    const file = instance?.files.get(key);
    if (!instance || !file) return;
    file.read();
    this.facts.settled.next({ instance, file });
  }
}
