import { Component, computed, effect, inject, input, untracked } from '@angular/core';
import { Router } from '@angular/router';
import { insights, type Insights as InsightsAnswer } from '@codev-hq/protocol/insights';
import { Clock } from '../hq-client/clock';
import { askHq } from '../hq-client/hq-http';
import { LiveHq } from '../hq-client/live-hq';
import { reading } from '../hq-client/reading';
import { ageInWords, countInWords } from '../ui/age-format';
import { Empty } from '../ui/empty';
import { Notice } from '../ui/notice';
import { PageHeading } from '../ui/page-heading';
import { Segmented, type Segment } from '../ui/segmented';
import { Trouble } from '../ui/trouble';
import { Skeleton } from '../ui/skeleton';
import { FigureSheet } from './figure-sheet';
import {
  groupingOf,
  groupRows,
  MEDIAN_NEEDS,
  medianOf,
  P90_NEEDS,
  p90Of,
  partInWords,
  sampleInWords,
  shareInWords,
  waitInWords,
  type Grouping,
} from './figures';
import { insightsPath, PERIODS, periodOf, USUAL, zoneOfReader } from './period';
import { decisionCounts, decisionsPlot, waitsPlot } from './plot';
import { QuickApprovals } from './quick-approvals';
import { WaitingNow } from './waiting-now';

/** What was decided meanwhile is counted so often at most. */
const COUNTED_EVERY_MS = 60_000;

interface Tile {
  readonly name: string;
  readonly value: string;
  /** Of how many, or why there is no value. */
  readonly sample: string;
  readonly tone?: 'wait';
}

/** How long gates wait, where and for whom, and how they were approved. Time and grouping are in the address. */
@Component({
  selector: 'hq-insights',
  imports: [
    Empty,
    FigureSheet,
    Notice,
    PageHeading,
    QuickApprovals,
    Segmented,
    Skeleton,
    Trouble,
    WaitingNow,
  ],
  templateUrl: './insights.html',
  styleUrl: './insights.css',
})
export class Insights {
  private readonly live = inject(LiveHq);
  private readonly clock = inject(Clock);
  private readonly router = inject(Router);

  readonly days = input<string>();
  readonly by = input<string>();

  protected readonly period = computed(() => String(periodOf(this.days())));
  protected readonly periods: readonly Segment[] = PERIODS.map((days) => ({
    value: String(days),
    label: days === 365 ? $localize`:@@insights.year:1 year` : $localize`:@@insights.days:${days}:days: days`,
  }));
  protected readonly grouping = computed(() => groupingOf(this.by()));
  protected readonly groupings: readonly Segment<Grouping>[] = [
    { value: 'project', label: $localize`:@@insights.by-project:Project` },
    { value: 'gate', label: $localize`:@@insights.by-gate:Gate` },
    { value: 'approver', label: $localize`:@@insights.by-approver:Approver` },
  ];
  protected readonly groupingName = computed(
    () => this.groupings.find(({ value }) => value === this.grouping())?.label,
  );
  private readonly path = computed(() =>
    insightsPath(periodOf(this.days()), this.clock.now(), zoneOfReader()),
  );
  protected readonly answer = reading({
    params: () => this.path(),
    ask: (path, signal) => askHq(path, insights, { signal, withProof: true }),
    about: (path) => path,
  });
  protected readonly nothing = computed(() => {
    const it = this.answer.value();
    if (!it || this.live.waiting().length > 0) return false;
    return it.time_in_gate.all.count === 0 && it.decisions_by_day.every(isQuiet);
  });
  protected readonly groups = computed(() => {
    const it = this.answer.value();
    return it ? groupRows(it.time_in_gate, this.grouping()) : [];
  });
  protected readonly waits = computed(() => waitsPlot(this.groups()));
  protected readonly unplotted = computed(() => this.groups().length - (this.waits()?.rows.length ?? 0));
  private readonly counts = computed(() => decisionCounts(this.answer.value()?.decisions_by_day ?? []));
  protected readonly decisions = computed(() => decisionsPlot(this.counts()));
  /** Newest first, without those on which nothing was decided. */
  protected readonly busyDays = computed(() =>
    this.counts()
      .filter(({ approved, sentBack }) => approved + sentBack > 0)
      .reverse(),
  );
  protected readonly tiles = computed((): readonly Tile[] => {
    const it = this.answer.value();
    return it ? [...waitTiles(it), this.waitingTile(), hastyTile(it.approvals)] : [];
  });
  protected readonly medianNeeds = MEDIAN_NEEDS;
  protected readonly count = countInWords;
  protected readonly wait = waitInWords;

  constructor() {
    let counted: unknown;
    const turn = computed(() => Math.floor(this.clock.now() / COUNTED_EVERY_MS));
    effect(() => {
      turn();
      const now = untracked(this.live.decisions);
      if (counted !== undefined && counted !== now && untracked(this.live.connection) === 'live')
        this.answer.again();
      counted = now;
    });
  }

  protected choose(choice: { readonly days?: string; readonly by?: Grouping }): void {
    const queryParams = {
      ...(choice.days !== undefined && { days: choice.days === String(USUAL) ? null : choice.days }),
      ...(choice.by !== undefined && { by: choice.by === 'project' ? null : choice.by }),
    };
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }

  /** As the inbox has it, at this moment. */
  private waitingTile(): Tile {
    const waiting = this.live.waiting();
    const oldest = waiting[0] ? ageInWords(this.clock.now() - Date.parse(waiting[0].since)) : '';
    return {
      name: $localize`:@@insights.waiting-now:Waiting now`,
      value: countInWords(waiting.length),
      sample:
        waiting.length === 0
          ? $localize`:@@insights.nothing-waits:nothing waits for a person`
          : $localize`:@@insights.oldest:the oldest for ${oldest}:age:`,
    };
  }
}

function waitTiles({ time_in_gate: { all } }: InsightsAnswer): Tile[] {
  return [
    {
      name: $localize`:@@insights.median-tile:Median time in gate`,
      value: waitInWords(medianOf(all)),
      sample: sampleInWords(all.count, MEDIAN_NEEDS),
    },
    {
      name: $localize`:@@insights.p90-tile:Nine of ten within`,
      value: waitInWords(p90Of(all)),
      sample: sampleInWords(all.count, P90_NEEDS),
    },
  ];
}

function hastyTile({ total, hasty }: InsightsAnswer['approvals']): Tile {
  return {
    name: $localize`:@@insights.hasty-tile:Approved in a hurry`,
    value: total === 0 ? '–' : countInWords(hasty),
    sample:
      total === 0
        ? $localize`:@@insights.no-approvals:no approval in this time`
        : $localize`:@@insights.hasty-sample:${partInWords(hasty, total)}:part: · ${shareInWords(hasty, total)}:share:: within a minute of being asked for, without opening what was approved`,
    ...(hasty > 0 && { tone: 'wait' }),
  };
}

function isQuiet({ approved, changes_requested }: InsightsAnswer['decisions_by_day'][number]): boolean {
  return approved + changes_requested === 0;
}
