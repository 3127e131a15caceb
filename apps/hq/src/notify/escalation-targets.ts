import { Injectable } from '@nestjs/common';
import type { EscalationTarget, Refusal, Reminders, UnreachableTarget } from '@codev-hq/protocol';
import { PeopleRepository } from '../persistence/people.repository.js';
import { WebhookRepository } from '../persistence/webhook.repository.js';

/** Whom an escalation may go to: people who are here, and webhooks. A rule may outlive whom it names. */
@Injectable()
export class EscalationTargets {
  constructor(
    private readonly people: PeopleRepository,
    private readonly webhooks: WebhookRepository,
  ) {}

  async choices(): Promise<Reminders['choices']> {
    const [people, webhooks] = await Promise.all([this.people.all(), this.webhooks.all()]);
    const here = people.filter(({ removed_at }) => removed_at === null);
    return { people: here.map(named), webhooks: webhooks.map(named) };
  }

  /** Why a rule may not name this target; undefined when it may. One that is switched off may be switched on again. */
  async refusal(target: EscalationTarget): Promise<Refusal | undefined> {
    const problem = await this.unreachable(target);
    if (problem?.why !== 'removed') return undefined;
    if (target.kind === 'webhook') {
      return { code: 'NOT_FOUND', error: 'There is no such webhook to escalate to.' };
    }
    const error =
      problem.name === undefined
        ? 'There is no such person to escalate to.'
        : `${problem.name} was removed and is not told any more. Choose somebody else to escalate to.`;
    return { code: 'NOT_FOUND', error };
  }

  /** Of these, whom nothing reaches any more. */
  async unreachableAmong(targets: readonly EscalationTarget[]): Promise<UnreachableTarget[]> {
    const found = new Map<string, UnreachableTarget>();
    for (const target of targets) {
      const problem = await this.unreachable(target);
      if (problem) found.set(problem.id, problem);
    }
    return [...found.values()];
  }

  private async unreachable(target: EscalationTarget): Promise<UnreachableTarget | undefined> {
    if (target.kind === 'admins') return undefined;
    if (target.kind === 'person') {
      const person = await this.people.personById(target.person_id);
      if (!person) return { id: target.person_id, why: 'removed' };
      return person.removed_at === null ? undefined : { ...named(person), why: 'removed' };
    }
    const hook = await this.webhooks.byId(target.webhook_id);
    if (!hook) return { id: target.webhook_id, why: 'removed' };
    return hook.enabled === 1 ? undefined : { ...named(hook), why: 'switched_off' };
  }
}

const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
