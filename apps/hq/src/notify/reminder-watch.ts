import { Injectable } from '@nestjs/common';
import type { ReminderRule, UnreachableTarget, WaitingGate } from '@codev-hq/protocol';
import { GateList } from '../approval/gate-list.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { gateSubjects, type News } from './news.js';
import { gateEscalates, gateStillWaits, gateWaits } from './news-words.js';
import { NoticeBoard } from './notice-board.js';
import { isOpen } from './open-gates.js';
import { ReminderRules } from './reminder-rules.js';

const MINUTE = 60_000;

/**
 * Finds gates that have waited too long by their project's rule. Counted by HQ's own clock from when the gate was told, which
 * is stored: neither a restart nor a machine's wrong clock changes it.
 */
@Injectable()
export class ReminderWatch {
  constructor(
    private readonly rules: ReminderRules,
    private readonly gates: GateList,
    private readonly board: NoticeBoard,
    private readonly audit: AuditRepository,
  ) {}

  async look(now: number): Promise<void> {
    const standing = await this.rules.lookUp();
    if (!standing) return;
    const due: News[] = [];
    const unknown: News[] = [];
    for (const gate of this.gates.all().filter(isOpen)) {
      const rule = standing.of(gate.instance_id, gate.project_path);
      if (!rule) continue;
      const since = await this.board.notLaterThan(gateSubjects(gate.gate_id).waiting, gate.digest, now);
      if (since === undefined) unknown.push(gateWaits(gate));
      else due.push(...dueBy(rule, gate, (now - since) / MINUTE));
    }
    // It has waited since before HQ told of gates: from now on it counts.
    await this.board.tell(unknown, now, true);
    const news = due.filter(({ subject, version }) => !this.board.isTold(subject, version));
    const reachable: News[] = [];
    for (const piece of news) reachable.push(await this.redirected(piece, standing.unreachable, now));
    await this.board.tell(reachable, now);
  }

  /** An escalation must reach somebody: whom it was meant for is gone, so it goes to the admins, and the log says so. */
  private async redirected(
    piece: News,
    unreachable: readonly UnreachableTarget[],
    now: number,
  ): Promise<News> {
    const { audience } = piece;
    if (!audience || audience.to === 'admins') return piece;
    const gone = unreachable.find(({ id }) => id === audience.id);
    if (!gone) return piece;
    const { name, why } = gone;
    const details = {
      gate: piece.gateId,
      meant_for: `${audience.to}:${audience.id}`,
      name,
      why,
      to: 'admins',
    };
    await this.audit.append({ actor: 'hq', event: 'escalation-redirected', details }, now);
    return { ...piece, audience: { to: 'admins' } };
  }
}

/** What a rule says of a gate that was told so many minutes ago. */
export function dueBy(rule: ReminderRule, gate: WaitingGate, minutes: number): News[] {
  const { remind_after_minutes: remind, escalate_after_minutes: escalate, escalate_to: target } = rule;
  return [
    ...(remind !== undefined && minutes >= remind ? [gateStillWaits(gate, remind)] : []),
    ...(escalate !== undefined && target && minutes >= escalate
      ? [gateEscalates(gate, escalate, target)]
      : []),
  ];
}
