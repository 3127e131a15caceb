import { Injectable } from '@nestjs/common';
import { NoticeRepository } from '../persistence/notice.repository.js';
import { BuilderWatch } from './builder-watch.js';
import type { Findings } from './findings.js';
import { GateWatch } from './gate-watch.js';
import { NoticeBoard } from './notice-board.js';
import { ReminderWatch } from './reminder-watch.js';

const DAY = 24 * 3600_000;
/** How long it is remembered that something was told which nobody has heard of since. */
const REMEMBERED = 30 * DAY;

/** Puts what the watches find on the board. */
@Injectable()
export class NoticeFinder {
  private left: Findings = { news: [], over: [] };
  private tidied = -Infinity;

  constructor(
    private readonly board: NoticeBoard,
    private readonly repository: NoticeRepository,
    private readonly gateWatch: GateWatch,
    private readonly builderWatch: BuilderWatch,
    private readonly reminders: ReminderWatch,
  ) {}

  async look(now: number): Promise<void> {
    const found = [this.left, await this.gateWatch.take(), this.builderWatch.take(now)];
    // Kept until it is stored: nobody says it again.
    this.left = { news: found.flatMap(({ news }) => news), over: found.flatMap(({ over }) => over) };
    await this.board.end(this.left.over, now);
    await this.board.tell(this.left.news, now);
    this.left = { news: [], over: [] };
  }

  /** What time alone brings. */
  async lookSlowly(now: number): Promise<void> {
    await this.board.tell(this.builderWatch.stuck(now), now);
    await this.reminders.look(now);
    if (now - this.tidied >= DAY || now < this.tidied) await this.tidy(now);
  }

  private async tidy(now: number): Promise<void> {
    this.tidied = now;
    const pending = this.gateWatch.pendingSubjects();
    const old = this.board.toldBefore(now - REMEMBERED).filter((subject) => !pending.has(subject));
    await this.board.end(old, now);
    await this.repository.prune(now - REMEMBERED);
  }
}
