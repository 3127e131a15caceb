import type { InstanceState, ReminderRule, Reminders, UnreachableTarget } from '@codev-hq/protocol';

const HOUR = 60;
const DAY = 24 * HOUR;

/** A rule in sentences. */
export function ruleWords(rule: ReminderRule, known: Reminders | undefined): readonly string[] {
  const words: string[] = [];
  if (rule.remind_after_minutes !== undefined)
    words.push(
      $localize`:@@settings.rule.remind:Reminds after ${spanWords(rule.remind_after_minutes)}:time:.`,
    );
  if (rule.escalate_after_minutes !== undefined && rule.escalate_to) {
    const time = spanWords(rule.escalate_after_minutes);
    const whom = targetWords(rule.escalate_to, known);
    words.push($localize`:@@settings.rule.escalate:After ${time}:time: it goes to ${whom}:whom:.`);
    const gone = unreachable(rule.escalate_to, known);
    if (gone) words.push(goneWords(gone, whom));
  }
  return words.length > 0 ? words : [$localize`:@@settings.rule.none:No reminders.`];
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

type Target = NonNullable<ReminderRule['escalate_to']>;

function targetWords(target: Target, known: Reminders | undefined): string {
  const named = (id: string, among: readonly { readonly id: string; readonly name: string }[] = []) =>
    among.find((one) => one.id === id)?.name ?? unreachable(target, known)?.name ?? id;
  switch (target.kind) {
    case 'admins':
      return $localize`:@@settings.rule.admins:whoever runs this HQ`;
    case 'person':
      return named(target.person_id, known?.choices.people);
    case 'webhook':
      return named(target.webhook_id, known?.choices.webhooks);
  }
}

function unreachable(target: Target, known: Reminders | undefined): UnreachableTarget | undefined {
  if (target.kind === 'admins') return undefined;
  const wanted = target.kind === 'person' ? target.person_id : target.webhook_id;
  return known?.unreachable.find(({ id }) => id === wanted);
}

function goneWords({ why }: UnreachableTarget, whom: string): string {
  return why === 'removed'
    ? $localize`:@@settings.rule.removed:${whom}:whom: was removed: whoever runs this HQ is notified instead.`
    : $localize`:@@settings.rule.off:${whom}:whom: is switched off: whoever runs this HQ is notified instead.`;
}
