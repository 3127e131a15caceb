import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Subscription } from 'rxjs';
import { HqConfig } from '../hq.config.js';
import type { BuilderRow } from '../persistence/tables.js';
import { MirrorFacts } from '../state/mirror-facts.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import type { Findings } from './findings.js';
import type { News } from './news.js';
import { builderNews, builderSubject } from './news-words.js';

/** Who fell silent longer ago than this, beyond the limit, was left behind and is no news. */
const LEFT_BEHIND = 24 * 3600_000;
/** States in which a builder works by itself: in the others it waits for somebody, or is done. */
const AT_WORK: ReadonlySet<string> = new Set(['spawning', 'implementing']);

/** Finds builders that are blocked, and builders that should work and show no sign of it. */
@Injectable()
export class BuilderWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private subscription: Subscription | undefined;
  private readonly changed = new Map<string, { instance: InstanceRecord; builder: BuilderRow }>();

  constructor(
    private readonly config: HqConfig,
    private readonly mirror: Mirror,
    private readonly facts: MirrorFacts,
  ) {}

  onApplicationBootstrap(): void {
    this.subscription = this.facts.happened.subscribe((fact) => {
      if (fact.kind !== 'builder-changed') return;
      this.changed.set(builderSubject('blocked', fact.builder), fact);
    });
  }

  onModuleDestroy(): void {
    this.subscription?.unsubscribe();
  }

  /** What has been found since the last call. */
  take(): Findings {
    const news: News[] = [];
    const over: string[] = [];
    for (const [subject, { instance, builder }] of this.changed) {
      if (builder.status !== 'blocked') over.push(subject);
      else if (!waitsAtGate(instance, builder)) news.push(builderNews('blocked', instance, builder));
      over.push(...this.stirred(builder));
    }
    this.changed.clear();
    return { news, over };
  }

  /** Time alone makes a builder stuck. A machine that is away cannot say what its builders do. */
  stuck(now: number): News[] {
    const { stuckMs } = this.config;
    if (stuckMs === 0) return [];
    return Array.from(this.mirror.instances(), (instance) =>
      instance.online
        ? Array.from(instance.builders.values())
            .filter((builder) => isStuck(builder, now, stuckMs) && !waitsAtGate(instance, builder))
            .map((builder) => builderNews('stuck', instance, builder))
        : [],
    ).flat();
  }

  /** It said something since it was last told of as stuck. */
  private stirred(builder: BuilderRow): string[] {
    return isStuck(builder, Date.now(), this.config.stuckMs) ? [] : [builderSubject('stuck', builder)];
  }
}

export function isStuck(builder: BuilderRow, now: number, limit: number): boolean {
  if (!AT_WORK.has(builder.status) || builder.last_activity === null) return false;
  const silent = now - Date.parse(builder.last_activity);
  return silent >= limit && silent < limit + LEFT_BEHIND;
}

/** Then the gate is what is told of. */
function waitsAtGate(instance: InstanceRecord, { project_path, worktree }: BuilderRow): boolean {
  return [...instance.files.values()].some(
    ({ row, model }) =>
      row.project_path === project_path &&
      row.worktree === worktree &&
      model.gates.some((gate) => gate.waiting),
  );
}
