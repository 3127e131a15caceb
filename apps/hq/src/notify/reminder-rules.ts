import { Injectable } from '@nestjs/common';
import type {
  EscalationTarget,
  Refusal,
  ReminderRule,
  Reminders,
  UnreachableTarget,
} from '@codev-hq/protocol';
import { actorOf, type Principal } from '../people/principal.js';
import type { AuditEntry } from '../persistence/audit.repository.js';
import { NotificationRuleRepository } from '../persistence/notification-rule.repository.js';
import type { ReminderRuleRow } from '../persistence/notification-tables.js';
import { EscalationTargets } from './escalation-targets.js';

/** The key of the rule for every project without one of its own. */
const GENERAL = { instance_id: '', project_path: '' };

/** The rules as they stand: which one holds for a project, if any, and whom they name in vain. */
export interface StandingRules {
  readonly of: (instanceId: string, projectPath: string) => ReminderRule | undefined;
  readonly unreachable: readonly UnreachableTarget[];
}

/**
 * When gates that go on waiting are told of again. Off until the owner says otherwise: everybody was told once, and how long
 * a gate may wait is for each project to say.
 */
@Injectable()
export class ReminderRules {
  constructor(
    private readonly repository: NotificationRuleRepository,
    private readonly targets: EscalationTargets,
  ) {}

  async all(): Promise<Reminders> {
    const [rows, choices] = await Promise.all([this.repository.reminderRules(), this.targets.choices()]);
    const rules = rows.map(view);
    return { rules, choices, unreachable: await this.unreachableOf(rules) };
  }

  /** Undefined when there is no rule at all. */
  async lookUp(): Promise<StandingRules | undefined> {
    const rows = await this.repository.reminderRules();
    if (rows.length === 0) return undefined;
    const rules = new Map(rows.map((row) => [keyOf(row), view(row)]));
    return {
      of: (instance_id, project_path) =>
        rules.get(keyOf({ instance_id, project_path })) ?? rules.get(keyOf(GENERAL)),
      unreachable: await this.unreachableOf([...rules.values()]),
    };
  }

  async set(caller: Principal, rule: ReminderRule): Promise<Refusal | undefined> {
    const refusal = rule.escalate_to && (await this.targets.refusal(rule.escalate_to));
    if (refusal) return refusal;
    const row: ReminderRuleRow = {
      ...(rule.project ?? GENERAL),
      remind_after: rule.remind_after_minutes ?? null,
      escalate_after: rule.escalate_after_minutes ?? null,
      escalate_to: rule.escalate_to ? JSON.stringify(rule.escalate_to) : null,
      updated_at: Date.now(),
    };
    const { updated_at: _, ...details } = row;
    await this.repository.setReminderRule(row, { actor: actorOf(caller), event: 'reminder-set', details });
    return undefined;
  }

  async drop(caller: Principal, project: typeof GENERAL | undefined): Promise<void> {
    const key = project ?? GENERAL;
    const entry: AuditEntry = { actor: actorOf(caller), event: 'reminder-dropped', details: key };
    await this.repository.dropReminderRule(key, Date.now(), entry);
  }

  private async unreachableOf(rules: readonly ReminderRule[]): Promise<UnreachableTarget[]> {
    return this.targets.unreachableAmong(rules.flatMap(({ escalate_to }) => escalate_to ?? []));
  }
}

// No text that HQ takes holds a NUL, so nothing can pass for a boundary.
const keyOf = (row: typeof GENERAL) => `${row.instance_id}\0${row.project_path}`;

function view(row: ReminderRuleRow): ReminderRule {
  const { instance_id, project_path, remind_after, escalate_after, escalate_to } = row;
  return {
    ...(project_path && { project: { instance_id, project_path } }),
    ...(remind_after !== null && { remind_after_minutes: remind_after }),
    ...(escalate_after !== null && { escalate_after_minutes: escalate_after }),
    ...(escalate_to !== null && { escalate_to: JSON.parse(escalate_to) as EscalationTarget }),
  };
}
