import { performance } from 'node:perf_hooks';
import type { ActivityPage, ProjectTimeline } from '@codev-hq/protocol';
import { HistoryKeeper } from '../src/activity/history-keeper.js';
import { HistoryRecorder } from '../src/activity/history-recorder.js';
import { HistoryRepository } from '../src/persistence/history.repository.js';
import type { HistoryRow } from '../src/persistence/tables.js';
import type { RunningHq } from './running-hq.js';

export const SETTLED = 2000;
export const GONE = 61_000;

/** Compares now what would be compared within so many milliseconds; resolves with everything recorded, oldest first. */
export async function recorded(hq: RunningHq, within = SETTLED): Promise<HistoryRow[]> {
  await hq.app.get(HistoryRecorder).look(performance.now() + within);
  await hq.app.get(HistoryKeeper).flush();
  return (await hq.app.get(HistoryRepository).find({ limit: 1000 })).reverse();
}

export const kindsOf = (rows: readonly HistoryRow[]) => rows.map(({ kind }) => kind);

/** What happened to gates. */
export const ofGates = (rows: readonly HistoryRow[]) => rows.filter(({ gate }) => gate !== null);

export async function activity(hq: RunningHq, cookie: string, query = ''): Promise<ActivityPage> {
  return (await (await hq.call('GET', `/api/activity?${query}`, { cookie })).json()) as ActivityPage;
}

export async function timeline(
  hq: RunningHq,
  cookie: string,
  overrides: Record<string, string> = {},
): Promise<ProjectTimeline> {
  const query = new URLSearchParams({
    instance_id: 'machine-1',
    project_path: '/code/shop',
    project_id: '0068',
    ...overrides,
  });
  const answer = await hq.call('GET', `/api/projects/timeline?${query.toString()}`, { cookie });
  return (await answer.json()) as ProjectTimeline;
}
