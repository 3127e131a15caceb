import { gateLabel, type NoticeKind } from '@codev-hq/protocol';
import { counted, spanOf } from './counted.js';
import type { Failure, NoticeWords } from './notice-words.js';
import type { Undelivered } from './undelivered.js';

export const ENGLISH: NoticeWords = {
  gate: gateLabel,
  gateWaits: (gate) => `${gate} waits`,
  gateStillWaits: (gate, minutes) => `${gate} still waits, ${span(minutes)} by now`,
  gateEscalates: (gate, minutes) => `${gate} has waited ${span(minutes)}: please see that somebody decides`,
  onMachine: (what, machine) => `${what}, on ${machine}`,
  builderTrouble: (builder, trouble) =>
    `${builder} ${trouble === 'blocked' ? 'is blocked' : 'shows no sign of working'}`,
  inPhase: (phase, machine) => (phase ? `In ${phase}, on ${machine}` : `On ${machine}`),
  decisionFailed: ({ approver, kind, gate }, failure) =>
    `${approver}’s ${kind === 'approve' ? 'approval' : 'request for changes'} of ${gate} ${fate(failure)}`,
  failure: why,
  many,
  afterQuietHours: (summary) => `While it was quiet: ${summary}`,
  andMoreProjects: (named, more) => `${named} and ${counted(more, 'more project', 'more projects')}`,
  andMore: (more) => `and ${more} more`,
  undelivered,
  test: { title: 'It works', body: 'This is how Codev HQ tells you that a gate waits.' },
};

function undelivered(problem: Undelivered): string {
  switch (problem.why) {
    case 'answered':
      return `It answered ${problem.status}.`;
    case 'redirected':
      return `It answered ${problem.status}: a redirect, which is not followed. Write the address that it leads to.`;
    case 'late':
      return `There was no answer within ${problem.seconds} s.`;
    case 'own-network':
      return `${problem.place} is inside HQ’s own network.`;
    case 'unreachable':
      return problem.said ?? 'It could not be reached.';
  }
}

function many(kind: NoticeKind, n: number): string {
  switch (kind) {
    case 'gate_waiting':
      return counted(n, 'gate waits', 'gates wait');
    case 'gate_reminder':
      return counted(n, 'gate still waits', 'gates still wait');
    case 'decision_failed':
      return counted(n, 'decision failed', 'decisions failed');
    case 'builder_blocked':
      return counted(n, 'builder blocked', 'builders blocked');
    case 'builder_stuck':
      return counted(n, 'builder stuck', 'builders stuck');
  }
}

function span(minutes: number): string {
  const [n, unit] = spanOf(minutes);
  return counted(n, unit, `${unit}s`);
}

function fate(failure: Failure): string {
  if (failure.why === 'unpushed') return 'was not pushed';
  const isUnknown = failure.why === 'ended' && failure.isUnknown;
  return isUnknown ? 'may not have been carried out' : 'was not carried out';
}

function why(failure: Failure): string {
  switch (failure.why) {
    case 'ended':
      return `It ended: ${failure.error}.`;
    case 'refused':
      return `${failure.machine} refused it. The gate’s page says why.`;
    case 'expired':
      return `${failure.machine} did not take it in time. Decide again if it still holds.`;
    case 'superseded':
      return `The gate changed before ${failure.machine} had it. Look again.`;
    case 'unpushed':
      return `It is a commit on ${failure.machine}, but was not pushed.`;
  }
}
