import { activityPage, insights, lookedAnswer, lookedRequest, projectTimeline } from '@codev-hq/protocol';

/** Shapes of what happened and what it adds up to. */
export const activityShapes = {
  ActivityPage: activityPage,
  ProjectTimeline: projectTimeline,
  Insights: insights,
  LookedRequest: lookedRequest,
  LookedAnswer: lookedAnswer,
} as const;

export const activityOperations = [
  {
    method: 'get',
    path: '/api/activity',
    summary: 'What happened, newest first; with `format=ndjson` or `csv` an export of the same filter',
    scope: 'read',
    query: ['kind', 'project', 'instance', 'person', 'since', 'until', 'q', 'cursor', 'limit', 'format'],
    answers: 'ActivityPage',
  },
  {
    method: 'get',
    path: '/api/projects/timeline',
    summary: 'One project’s phases, gates, decisions and builders, as a picture needs them',
    scope: 'read',
    query: ['instance_id', 'project_path', 'project_id', 'status_file'],
    answers: 'ProjectTimeline',
  },
  {
    method: 'get',
    path: '/api/insights',
    summary: 'How long gates wait and for whom, how approvals come about, and decisions by day',
    scope: 'read',
    query: ['since', 'until', 'project', 'instance', 'zone'],
    answers: 'Insights',
  },
  {
    method: 'get',
    path: '/api/gates/{gateId}/looked',
    summary: 'What I saw of a gate when I looked last',
    scope: 'read',
    answers: 'LookedAnswer',
  },
  {
    method: 'post',
    path: '/api/gates/{gateId}/looked',
    summary: 'Keep what I have on the screen, by digests; answers my look before',
    scope: 'read',
    takes: 'LookedRequest',
    answers: 'LookedAnswer',
  },
] as const;
