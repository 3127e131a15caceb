import type { EscalationTarget, Reminders } from '@codev-hq/protocol';

/** Whom an escalation may go to, as a select's options; the empty value is nobody. */
export function targetChoices(
  choices: Reminders['choices'],
): readonly { readonly value: string; readonly label: string }[] {
  return [
    { value: '', label: $localize`:@@settings.target.nobody:Nobody` },
    { value: 'admins', label: $localize`:@@settings.target.admins:Whoever runs this HQ` },
    ...choices.people.map(({ id, name }) => ({ value: `person ${id}`, label: name })),
    ...choices.webhooks.map(({ id, name }) => ({
      value: `webhook ${id}`,
      label: $localize`:@@settings.target.webhook:Webhook: ${name}:name:`,
    })),
  ];
}

export function targetValue(target: EscalationTarget | undefined): string {
  switch (target?.kind) {
    case undefined:
      return '';
    case 'admins':
      return 'admins';
    case 'person':
      return `person ${target.person_id}`;
    case 'webhook':
      return `webhook ${target.webhook_id}`;
  }
}

export function chosenTarget(value: string): EscalationTarget | undefined {
  if (value === 'admins') return { kind: 'admins' };
  if (value.startsWith('person ')) return { kind: 'person', person_id: value.slice('person '.length) };
  if (value.startsWith('webhook ')) return { kind: 'webhook', webhook_id: value.slice('webhook '.length) };
  return undefined;
}
