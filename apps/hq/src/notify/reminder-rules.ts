import { Injectable } from '@nestjs/common';
import type { EscalationTarget, Refusal, ReminderRule, Reminders } from '@codev-hq/protocol';
import { actorOf, type Principal } from '../people/principal.js';
import { NotificationRuleRepository } from '../persistence/notification-rule.repository.js';
import type { ReminderRuleRow } from '../persistence/notification-tables.js';
import { PeopleRepository } from '../persistence/people.repository.js';
import { WebhookRepository } from '../persistence/webhook.repository.js';

/** The key of the rule for every project without one of its own. */
const GENERAL = { instance_id: '', project_path: '' };

/**
 * When gates that go on waiting are told of again. Off until the owner says otherwise: everybody was told once, and how long
 * a gate may wait is for each project to say.
 */
@Injectable()
export class ReminderRules {
  constructor(
    private readonly repository: NotificationRuleRepository,
    private readonly people: PeopleRepository,
    private readonly webhooks: WebhookRepository,
  ) {}

  async all(): Promise<Reminders> {
    const [rows, people, webhooks] = await Promise.all([
      this.repository.reminderRules(),
      this.people.all(),
      this.webhooks.all(),
    ]);
    const choices = { people: people.map(named), webhooks: webhooks.map(named) };
    return { rules: rows.map(view), choices };
  }

  /** Which rule holds for a project, if any; undefined when there is no rule at all. */
  async lookUp(): Promise<
    ((instanceId: string, projectPath: string) => ReminderRule | undefined) | undefined
  > {
    const rows = await this.repository.reminderRules();
    if (rows.length === 0) return undefined;
    const rules = new Map(rows.map((row) => [keyOf(row), view(row)]));
    return (instance_id, project_path) =>
      rules.get(keyOf({ instance_id, project_path })) ?? rules.get(keyOf(GENERAL));
  }

  async set(caller: Principal, rule: ReminderRule): Promise<Refusal | undefined> {
    const refusal = rule.escalate_to && (await this.unknownTarget(rule.escalate_to));
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
    const entry = { actor: actorOf(caller), event: 'reminder-dropped', details: key };
    await this.repository.dropReminderRule(key, Date.now(), entry);
  }

  private async unknownTarget(target: EscalationTarget): Promise<Refusal | undefined> {
    if (target.kind === 'person' && !(await this.people.personById(target.person_id))) {
      return { code: 'NOT_FOUND', error: 'There is no such person to escalate to.' };
    }
    if (target.kind === 'webhook' && !(await this.webhooks.byId(target.webhook_id))) {
      return { code: 'NOT_FOUND', error: 'There is no such webhook to escalate to.' };
    }
    return undefined;
  }
}

// No text that HQ takes holds a NUL, so nothing can pass for a boundary.
const keyOf = (row: typeof GENERAL) => `${row.instance_id}\0${row.project_path}`;
const named = ({ id, name }: { id: string; name: string }) => ({ id, name });

function view(row: ReminderRuleRow): ReminderRule {
  const { instance_id, project_path, remind_after, escalate_after, escalate_to } = row;
  return {
    ...(project_path && { project: { instance_id, project_path } }),
    ...(remind_after !== null && { remind_after_minutes: remind_after }),
    ...(escalate_after !== null && { escalate_after_minutes: escalate_after }),
    ...(escalate_to !== null && { escalate_to: JSON.parse(escalate_to) as EscalationTarget }),
  };
}
