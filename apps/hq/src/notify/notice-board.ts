import { Injectable, type OnModuleInit } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { NoticeRow } from '../persistence/notification-tables.js';
import { NoticeRepository } from '../persistence/notice.repository.js';
import { RowBudget } from '../persistence/row-budget.js';
import type { News } from './news.js';
import { columnsOf } from './said-columns.js';

interface Told {
  readonly id: string;
  at: number;
}

/** Versions of one subject that are remembered: whoever says a hundred in turn is not asked which of them was told. */
const MOST_VERSIONS = 8;
/** What one machine may give to tell: a project with hundreds of gates that wait is told whole. */
const NOTICES = { burst: 2000, oneMoreEvery: 60_000 };

/** What was told and lasts: so that nothing is told twice, over restarts and however often a machine comes back. */
@Injectable()
export class NoticeBoard implements OnModuleInit {
  private readonly told = new Map<string, Map<string, Told>>();
  private readonly budget = new RowBudget(NOTICES);
  /** When the first and the newest came that have not been dealt; undefined when all have. */
  private waiting: { readonly first: number; readonly newest: number } | undefined;

  constructor(private readonly repository: NoticeRepository) {}

  async onModuleInit(): Promise<void> {
    for (const { subject, version, id, at } of await this.repository.lasting()) {
      this.keep(subject, version, { id, at });
    }
    if ((await this.repository.undealt()).length > 0) this.waiting = { first: 0, newest: 0 };
  }

  toldAt(subject: string, version: string): number | undefined {
    return this.told.get(subject)?.get(version)?.at;
  }

  isTold(subject: string, version?: string): boolean {
    const versions = this.told.get(subject);
    return versions !== undefined && (version === undefined || versions.has(version));
  }

  /** Stores what was not told yet. `quietly` keeps that it is known and tells nobody. */
  async tell(news: readonly News[], now: number, quietly = false): Promise<void> {
    const rows = news
      .filter(({ subject, version }) => !this.isTold(subject, version))
      .filter(({ instanceId }) => this.spend(instanceId, now))
      .map((piece) => rowOf(piece, now, quietly));
    if (rows.length === 0) return;
    await this.repository.add(rows);
    for (const { subject, version, id, at } of rows) this.keep(subject, version, { id, at });
    if (!quietly) this.waiting = { first: this.waiting?.first ?? now, newest: now };
  }

  /** What these were about is over. */
  async end(subjects: Iterable<string>, now: number): Promise<void> {
    const lasting = [...subjects].filter((subject) => this.told.has(subject));
    if (lasting.length === 0) return;
    await this.repository.end(lasting, now);
    for (const subject of lasting) this.told.delete(subject);
  }

  /** A clock that was set back must not make anybody wait for what it said before. */
  async notLaterThan(subject: string, version: string, now: number): Promise<number | undefined> {
    const told = this.told.get(subject)?.get(version);
    if (!told || told.at <= now) return told?.at;
    await this.repository.setAt(told.id, now);
    told.at = now;
    return now;
  }

  /** Whether what has come may go out: nothing new for `settled` milliseconds, or too long since the first. */
  isDue(now: number, settled: number, longest: number): boolean {
    if (!this.waiting) return false;
    const { first, newest } = this.waiting;
    return now - newest >= settled || now - first >= longest || now < first;
  }

  allDealt(): void {
    this.waiting = undefined;
  }

  /** Subjects that were last told before a time. */
  toldBefore(time: number): string[] {
    return [...this.told].flatMap(([subject, versions]) =>
      [...versions.values()].every(({ at }) => at < time) ? [subject] : [],
    );
  }

  private keep(subject: string, version: string, told: Told): void {
    const versions = this.told.get(subject) ?? new Map<string, Told>();
    this.told.set(subject, versions.set(version, told));
    const [oldest] = versions.keys();
    if (versions.size > MOST_VERSIONS && oldest !== undefined) versions.delete(oldest);
  }

  private spend(instanceId: string, now: number): boolean {
    const isWithin = this.budget.allows(instanceId, now);
    if (isWithin) this.budget.spend(instanceId, 1, now);
    return isWithin;
  }
}

function rowOf(news: News, now: number, quietly: boolean): NoticeRow {
  return {
    id: randomUUID(),
    kind: news.kind,
    subject: news.subject,
    version: news.version,
    gate_id: news.gateId ?? null,
    instance_id: news.instanceId,
    project_path: news.projectPath,
    ...columnsOf(news.said),
    url: news.url,
    audience: news.audience ? JSON.stringify(news.audience) : null,
    at: now,
    dealt: quietly ? 1 : 0,
    ended_at: null,
  };
}
