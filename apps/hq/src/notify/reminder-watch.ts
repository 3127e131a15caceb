import { Injectable } from '@nestjs/common';
import type { ReminderRule, WaitingGate } from '@codev-hq/protocol';
import { GateList } from '../approval/gate-list.js';
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
  ) {}

  async look(now: number): Promise<void> {
    const ruleFor = await this.rules.lookUp();
    if (!ruleFor) return;
    const due: News[] = [];
    const unknown: News[] = [];
    for (const gate of this.gates.all().filter(isOpen)) {
      const rule = ruleFor(gate.instance_id, gate.project_path);
      if (!rule) continue;
      const since = await this.board.notLaterThan(gateSubjects(gate.gate_id).waiting, gate.digest, now);
      if (since === undefined) unknown.push(gateWaits(gate));
      else due.push(...dueBy(rule, gate, (now - since) / MINUTE));
    }
    // It has waited since before HQ told of gates: from now on it counts.
    await this.board.tell(unknown, now, true);
    await this.board.tell(due, now);
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
