import type { EscalationTarget, Refusal, WaitingGate } from '@codev-hq/protocol';
import type { BuilderRow, DecisionRow } from '../persistence/tables.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { gateSubjects, type Audience, type News } from './news.js';
import { inOneLine } from './others-words.js';
import { inEveryLanguage, type BuilderTrouble, type Failure, type NoticeWords } from './notice-words.js';

/** Characters of a name that somebody else wrote: all of a message has to fit the 4 kB of a push. */
const MAX_NAME = 80;

export function gateWaits(gate: WaitingGate): News {
  const subject = gateSubjects(gate.gate_id).waiting;
  return {
    kind: 'gate_waiting',
    subject,
    ...aboutGate(gate, (words) => words.gateWaits(projectAnd(gate, words))),
  };
}

export function gateStillWaits(gate: WaitingGate, minutes: number): News {
  const subject = gateSubjects(gate.gate_id).reminded;
  const title = (words: NoticeWords) => words.gateStillWaits(projectAnd(gate, words), minutes);
  return { kind: 'gate_reminder', subject, ...aboutGate(gate, title) };
}

export function gateEscalates(gate: WaitingGate, minutes: number, target: EscalationTarget): News {
  const subject = gateSubjects(gate.gate_id).escalated;
  const title = (words: NoticeWords) => words.gateEscalates(projectAnd(gate, words), minutes);
  return { kind: 'gate_reminder', subject, ...aboutGate(gate, title), audience: audienceOf(target) };
}

function aboutGate(gate: WaitingGate, title: (words: NoticeWords) => string) {
  const what = `${cut(gate.project_id)} ${cut(gate.title)}`;
  return {
    version: gate.digest,
    gateId: gate.gate_id,
    instanceId: gate.instance_id,
    projectPath: gate.project_path,
    said: inEveryLanguage((words) => ({
      title: title(words),
      body: words.onMachine(what, cut(gate.instance_name)),
    })),
    url: `/gate/${gate.gate_id}`,
  };
}

const projectAnd = (gate: WaitingGate, words: NoticeWords) =>
  `${cut(gate.project_name)}: ${cut(words.gate(gate.gate))}`;

function audienceOf(target: EscalationTarget): Audience {
  switch (target.kind) {
    case 'admins':
      return { to: 'admins' };
    case 'person':
      return { to: 'person', id: target.person_id };
    case 'webhook':
      return { to: 'webhook', id: target.webhook_id };
  }
}

export function builderSubject(trouble: BuilderTrouble, builder: BuilderRow): string {
  const { instance_id, project_path, worktree, builder_id } = builder;
  return `${trouble}:${JSON.stringify([instance_id, project_path, worktree, builder_id])}`;
}

export function builderNews(trouble: BuilderTrouble, instance: InstanceRecord, builder: BuilderRow): News {
  const project = instance.projects.find(({ path }) => path === builder.project_path);
  const name = `${cut(project?.name ?? builder.project_path)}: ${cut(builder.builder_id)}`;
  const phase = builder.phase ? cut(builder.phase) : undefined;
  return {
    kind: trouble === 'blocked' ? 'builder_blocked' : 'builder_stuck',
    subject: builderSubject(trouble, builder),
    version: trouble === 'blocked' ? 'blocked' : (builder.last_activity ?? ''),
    instanceId: instance.instanceId,
    projectPath: builder.project_path,
    said: inEveryLanguage((words) => ({
      title: words.builderTrouble(name, trouble),
      body: words.inPhase(phase, cut(instance.name)),
    })),
    url: '/projects',
  };
}

/** Undefined while a decision may still arrive where it was meant to be, and when it did. */
export function failureOf(row: DecisionRow): Failure | undefined {
  const machine = cut(row.instance_name);
  const error = endedByHq(row);
  if (error !== undefined) return { why: 'ended', error, isUnknown: row.state === 'expired' };
  switch (row.state) {
    case 'refused':
    case 'expired':
    case 'superseded':
      return { why: row.state, machine };
    case 'applied':
      return isUnpushed(row) ? { why: 'unpushed', machine } : undefined;
    default:
      return undefined;
  }
}

/** Why, in HQ's own words, when neither its machine nor its time ended it. */
function endedByHq({ state, refusal }: DecisionRow): string | undefined {
  if (refusal === null || (state !== 'expired' && state !== 'superseded')) return undefined;
  const { code, error } = JSON.parse(refusal) as Refusal;
  return code === 'UNREACHABLE' ? cut(error) : undefined;
}

export function decisionFailed(row: DecisionRow, failure: Failure): News {
  // Whoever is told may not be who decided: a webhook, or an admin in place of somebody who was removed.
  const decided = { approver: cut(row.approver_name), kind: row.kind };
  const what = `${cut(row.project_id)} ${cut(row.title)}`;
  return {
    kind: 'decision_failed',
    subject: `decision:${row.id}`,
    version: row.state,
    gateId: row.gate_id,
    instanceId: row.instance_id,
    projectPath: row.project_path,
    said: inEveryLanguage((words) => ({
      title: words.decisionFailed({ ...decided, gate: cut(words.gate(row.gate)) }, failure),
      body: `${what}. ${words.failure(failure)}`,
    })),
    url: `/gate/${row.gate_id}`,
    audience: { to: 'person', id: row.approver_id },
  };
}

function isUnpushed({ outcome }: DecisionRow): boolean {
  return outcome !== null && (JSON.parse(outcome) as { pushed?: boolean }).pushed === false;
}

function cut(written: string): string {
  const text = inOneLine(written);
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1).toWellFormed()}…` : text;
}
