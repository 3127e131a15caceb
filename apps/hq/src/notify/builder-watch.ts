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
/** Milliseconds until the same builder's being blocked is told again: one that flaps is one message, not a hundred. */
const COOL_DOWN = 15 * 60_000;
/** States in which a builder works by itself: in the others it waits for somebody, or is done. */
const AT_WORK: ReadonlySet<string> = new Set(['spawning', 'implementing']);

/** Finds builders that are blocked, and builders that should work and show no sign of it. */
@Injectable()
export class BuilderWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private subscription: Subscription | undefined;
  private readonly changed = new Map<string, { instance: InstanceRecord; builder: BuilderRow }>();

  private readonly toldAt = new Map<string, number>();

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

  /** What has been found since the last call, and who is blocked still at the end of a cool-down. */
  take(now: number): Findings {
    const news: News[] = [];
    const over: string[] = [];
    const cooling = new Map<string, { instance: InstanceRecord; builder: BuilderRow }>();
    for (const [subject, { instance, builder }] of this.changed) {
      over.push(...this.stirred(builder));
      if (builder.status !== 'blocked') over.push(subject);
      else if (this.isCooling(subject, now)) cooling.set(subject, { instance, builder });
      else if (isThere(instance, builder) && !waitsAtGate(instance, builder)) {
        this.toldAt.set(subject, now);
        news.push(builderNews('blocked', instance, builder));
      }
    }
    this.changed.clear();
    this.forgetOld(now);
    for (const [subject, fact] of cooling) this.changed.set(subject, fact);
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

  private isCooling(subject: string, now: number): boolean {
    const told = this.toldAt.get(subject);
    // A clock that was set back must not silence this.
    if (told !== undefined && now >= told && now - told < COOL_DOWN) return true;
    this.toldAt.delete(subject);
    return false;
  }

  private forgetOld(now: number): void {
    for (const [subject, told] of this.toldAt) {
      if (now - told < COOL_DOWN) return;
      this.toldAt.delete(subject);
    }
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

/** A builder may be gone by the end of a cool-down, and its machine too. */
function isThere(instance: InstanceRecord, builder: BuilderRow): boolean {
  return [...instance.builders.values()].includes(builder);
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
