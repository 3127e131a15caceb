import { gateLabel, type EscalationTarget, type Refusal, type WaitingGate } from '@codev-hq/protocol';
import type { BuilderRow, DecisionRow } from '../persistence/tables.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { gateSubjects, type Audience, type News } from './news.js';

/** Characters of a name that somebody else wrote: all of a message has to fit the 4 kB of a push. */
const MAX_NAME = 80;

export function gateWaits(gate: WaitingGate): News {
  const subject = gateSubjects(gate.gate_id).waiting;
  return { kind: 'gate_waiting', subject, ...aboutGate(gate), title: `${projectAnd(gate)} waits` };
}

export function gateStillWaits(gate: WaitingGate, minutes: number): News {
  const subject = gateSubjects(gate.gate_id).reminded;
  const title = `${projectAnd(gate)} still waits, ${spoken(minutes)} by now`;
  return { kind: 'gate_reminder', subject, ...aboutGate(gate), title };
}

export function gateEscalates(gate: WaitingGate, minutes: number, target: EscalationTarget): News {
  const subject = gateSubjects(gate.gate_id).escalated;
  const title = `${projectAnd(gate)} has waited ${spoken(minutes)}: please see that somebody decides`;
  return { kind: 'gate_reminder', subject, ...aboutGate(gate), title, audience: audienceOf(target) };
}

function aboutGate(gate: WaitingGate) {
  return {
    version: gate.digest,
    gateId: gate.gate_id,
    instanceId: gate.instance_id,
    projectPath: gate.project_path,
    body: `${cut(gate.project_id)} ${cut(gate.title)}, on ${cut(gate.instance_name)}`,
    url: `/gate/${gate.gate_id}`,
  };
}

const projectAnd = (gate: WaitingGate) => `${cut(gate.project_name)}: ${cut(gateLabel(gate.gate))}`;

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

export type BuilderTrouble = 'blocked' | 'stuck';

export function builderSubject(trouble: BuilderTrouble, builder: BuilderRow): string {
  const { instance_id, project_path, worktree, builder_id } = builder;
  return `${trouble}:${JSON.stringify([instance_id, project_path, worktree, builder_id])}`;
}

export function builderNews(trouble: BuilderTrouble, instance: InstanceRecord, builder: BuilderRow): News {
  const project = instance.projects.find(({ path }) => path === builder.project_path);
  const what = trouble === 'blocked' ? 'is blocked' : 'shows no sign of working';
  return {
    kind: trouble === 'blocked' ? 'builder_blocked' : 'builder_stuck',
    subject: builderSubject(trouble, builder),
    version: trouble === 'blocked' ? 'blocked' : (builder.last_activity ?? ''),
    instanceId: instance.instanceId,
    projectPath: builder.project_path,
    title: `${cut(project?.name ?? builder.project_path)}: ${cut(builder.builder_id)} ${what}`,
    body: builder.phase ? `In ${cut(builder.phase)}, on ${cut(instance.name)}` : `On ${cut(instance.name)}`,
    url: '/projects',
  };
}

/** Why a decision is not where it was meant to be; undefined while it may still arrive, and when it did. */
export function failureOf(row: DecisionRow): string | undefined {
  const machine = cut(row.instance_name);
  const ended = endedByHq(row);
  if (ended !== undefined) return `It ended: ${ended}.`;
  switch (row.state) {
    case 'refused':
      return `${machine} refused it. The gate’s page says why.`;
    case 'expired':
      return `${machine} did not take it in time. Decide again if it still holds.`;
    case 'superseded':
      return `The gate changed before ${machine} had it. Look again.`;
    case 'applied':
      return isUnpushed(row) ? `It is a commit on ${machine}, but was not pushed.` : undefined;
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

export function decisionFailed(row: DecisionRow, why: string): News {
  // Whoever is told may not be who decided: a webhook, or an admin in place of somebody who was removed.
  const what = `${cut(row.approver_name)}’s ${row.kind === 'approve' ? 'approval' : 'request for changes'}`;
  const isUnknown = row.state === 'expired' && endedByHq(row) !== undefined;
  const undone = isUnknown ? 'may not have been carried out' : 'was not carried out';
  const how = row.state === 'applied' ? 'was not pushed' : undone;
  return {
    kind: 'decision_failed',
    subject: `decision:${row.id}`,
    version: row.state,
    gateId: row.gate_id,
    instanceId: row.instance_id,
    projectPath: row.project_path,
    title: `${what} of ${cut(gateLabel(row.gate))} ${how}`,
    body: `${cut(row.project_id)} ${cut(row.title)}. ${why}`,
    url: `/gate/${row.gate_id}`,
    audience: { to: 'person', id: row.approver_id },
  };
}

function isUnpushed({ outcome }: DecisionRow): boolean {
  return outcome !== null && (JSON.parse(outcome) as { pushed?: boolean }).pushed === false;
}

function cut(text: string): string {
  return text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1).toWellFormed()}…` : text;
}

/** Minutes as a person says them. */
export function spoken(minutes: number): string {
  if (minutes < 120) return counted(minutes, 'minute');
  if (minutes < 48 * 60) return counted(Math.floor(minutes / 60), 'hour');
  return counted(Math.floor(minutes / (24 * 60)), 'day');
}

export const counted = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
