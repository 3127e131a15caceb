import type { InstanceState, ReminderRule, Reminders } from '@codev-hq/protocol';

const HOUR = 60;
const DAY = 24 * HOUR;

/** A rule in sentences. */
export function ruleWords(rule: ReminderRule, choices: Reminders['choices'] | undefined): readonly string[] {
  const words: string[] = [];
  if (rule.remind_after_minutes !== undefined)
    words.push(
      $localize`:@@settings.rule.remind:Told again after ${spanWords(rule.remind_after_minutes)}:time:.`,
    );
  if (rule.escalate_after_minutes !== undefined && rule.escalate_to) {
    const time = spanWords(rule.escalate_after_minutes);
    const whom = targetWords(rule.escalate_to, choices);
    words.push($localize`:@@settings.rule.escalate:After ${time}:time: it goes to ${whom}:whom:.`);
  }
  return words.length > 0 ? words : [$localize`:@@settings.rule.none:Nothing is told again.`];
}

/** `90` minutes: `1 h 30 min`. */
export function spanWords(minutes: number): string {
  const parts = [
    [Math.floor(minutes / DAY), $localize`:@@settings.span.day:d`],
    [Math.floor((minutes % DAY) / HOUR), $localize`:@@settings.span.hour:h`],
    [minutes % HOUR, $localize`:@@settings.span.minute:min`],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

export function projectNameOf(rule: ReminderRule, instances: readonly InstanceState[]): string {
  const instance = instances.find(({ instance_id }) => instance_id === rule.project?.instance_id);
  const project = instance?.projects.find(({ path }) => path === rule.project?.project_path);
  if (!instance || !project) return rule.project?.project_path ?? '';
  return `${project.name} · ${instance.instance_name}`;
}

function targetWords(
  target: NonNullable<ReminderRule['escalate_to']>,
  choices: Reminders['choices'] | undefined,
): string {
  switch (target.kind) {
    case 'admins':
      return $localize`:@@settings.rule.admins:whoever runs this HQ`;
    case 'person':
      return choices?.people.find(({ id }) => id === target.person_id)?.name ?? target.person_id;
    case 'webhook':
      return choices?.webhooks.find(({ id }) => id === target.webhook_id)?.name ?? target.webhook_id;
  }
}
