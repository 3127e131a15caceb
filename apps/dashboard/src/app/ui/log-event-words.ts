import type { AuditEvent, DecisionKind } from '@codev-hq/protocol';

/**
 * What an event of the audit log is, in words. One that an older or a newer HQ wrote is read as it is written.
 * @param decision what kind of decision the row's details name, where it tells of one
 */
export function logEventWords(event: string, decision?: unknown): string {
  const decided = decisionWords(event, decision);
  if (decided !== undefined) return decided;
  const known = Object.hasOwn(WORDS, event) ? WORDS[event as keyof typeof WORDS] : undefined;
  if (known) return known();
  const spaced = event.replace(/[-_.]+/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function decisionWords(event: string, decision: unknown): string | undefined {
  if (typeof decision !== 'string' || !Object.hasOwn(DECISIONS, decision)) return undefined;
  const words = DECISIONS[decision as DecisionKind];
  return Object.hasOwn(words, event) ? words[event as DecisionEvent]() : undefined;
}

/** Who did it, when that was HQ itself or somebody at its command line; every other name is as it is. */
export function actorWords(name: string): string {
  return Object.hasOwn(ACTORS, name) ? ACTORS[name as keyof typeof ACTORS]() : name;
}

const ACTORS = {
  'command line': () => $localize`:@@ui.actor.command-line:HQ’s command line`,
  'first start': () => $localize`:@@ui.actor.first-start:HQ’s first start`,
  hq: () => 'HQ',
} as const;

const WORDS = {
  'signed-in': () => $localize`:@@ui.event.signed-in:Signed in`,
  'signed-out': () => $localize`:@@ui.event.signed-out:Signed out`,
  'session-revoked': () => $localize`:@@ui.event.session-revoked:Session ended`,
  'sessions-revoked': () => $localize`:@@ui.event.sessions-revoked:Other sessions ended`,
  'handover-offered': () => $localize`:@@ui.event.handover-offered:Sign-in on a phone offered`,
  'handover-withdrawn': () => $localize`:@@ui.event.handover-withdrawn:Sign-in on a phone taken back`,
  'sign-in-link-created': () => $localize`:@@ui.event.sign-in-link-created:Sign-in link made`,
  'person-added': () => $localize`:@@ui.event.person-added:Person added`,
  'person-changed': () => $localize`:@@ui.event.person-changed:Person changed`,
  'person-removed': () => $localize`:@@ui.event.person-removed:Person removed`,
  'key-created': () => $localize`:@@ui.event.key-created:Key made`,
  'key-rotated': () => $localize`:@@ui.event.key-rotated:Key renewed`,
  'key-revoked': () => $localize`:@@ui.event.key-revoked:Key revoked`,
  'webhook-added': () => $localize`:@@ui.event.webhook-added:Webhook added`,
  'webhook-changed': () => $localize`:@@ui.event.webhook-changed:Webhook changed`,
  'webhook-removed': () => $localize`:@@ui.event.webhook-removed:Webhook removed`,
  'webhook-disabled': () => $localize`:@@ui.event.webhook-disabled:Webhook switched off`,
  'webhook-secret-renewed': () => $localize`:@@ui.event.webhook-secret-renewed:Webhook’s secret renewed`,
  'device-added': () => $localize`:@@ui.event.device-added:Device added`,
  'device-removed': () => $localize`:@@ui.event.device-removed:Device removed`,
  'reminder-set': () => $localize`:@@ui.event.reminder-set:Reminder set`,
  'reminder-dropped': () => $localize`:@@ui.event.reminder-dropped:Reminder dropped`,
  'escalation-redirected': () => $localize`:@@ui.event.escalation-redirected:Reminder sent to somebody else`,
  'instance-released': () => $localize`:@@ui.event.instance-released:Machine released from its key`,
  'instance-removed': () => $localize`:@@ui.event.instance-removed:Machine removed`,
  'command-requested': () => $localize`:@@ui.event.command-requested:Command sent`,
  'command-acknowledged': () => $localize`:@@ui.event.command-acknowledged:Command taken up`,
  'command-refused': () => $localize`:@@ui.event.command-refused:Command refused`,
  'gate-brought-in': () => $localize`:@@ui.event.gate-brought-in:Gate brought into the inbox`,
  'gate-dismissed': () => $localize`:@@ui.event.gate-dismissed:Gate dismissed`,
  'gate-completion-claimed': () => $localize`:@@ui.event.gate-completion-claimed:Machine said a gate is open`,
  'decision-decided': () => $localize`:@@ui.event.decision-decided:Decision recorded`,
  'decision-sent': () => $localize`:@@ui.event.decision-sent:Decision sent`,
  'decision-progress': () => $localize`:@@ui.event.decision-progress:Decision under way`,
  'decision-applied': () => $localize`:@@ui.event.decision-applied:Decision applied`,
  'decision-refused': () => $localize`:@@ui.event.decision-refused:Decision refused by the machine`,
  'decision-superseded': () => $localize`:@@ui.event.decision-superseded:Decision superseded`,
  'decision-expired': () => $localize`:@@ui.event.decision-expired:Decision expired`,
} as const satisfies Readonly<Record<AuditEvent, () => string>>;

type DecisionEvent = Extract<AuditEvent, `decision-${string}`>;

const DECISIONS: Readonly<Record<DecisionKind, Readonly<Record<DecisionEvent, () => string>>>> = {
  approve: {
    'decision-decided': () => $localize`:@@ui.event.approval-decided:Approval recorded`,
    'decision-sent': () => $localize`:@@ui.event.approval-sent:Approval sent`,
    'decision-progress': () => $localize`:@@ui.event.approval-progress:Approval under way`,
    'decision-applied': () => $localize`:@@ui.event.approval-applied:Approval applied`,
    'decision-refused': () => $localize`:@@ui.event.approval-refused:Approval refused by the machine`,
    'decision-superseded': () => $localize`:@@ui.event.approval-superseded:Approval superseded`,
    'decision-expired': () => $localize`:@@ui.event.approval-expired:Approval expired`,
  },
  request_changes: {
    'decision-decided': () => $localize`:@@ui.event.changes-decided:Request for changes recorded`,
    'decision-sent': () => $localize`:@@ui.event.changes-sent:Request for changes sent`,
    'decision-progress': () => $localize`:@@ui.event.changes-progress:Request for changes under way`,
    'decision-applied': () => $localize`:@@ui.event.changes-applied:Request for changes applied`,
    'decision-refused': () =>
      $localize`:@@ui.event.changes-refused:Request for changes refused by the machine`,
    'decision-superseded': () => $localize`:@@ui.event.changes-superseded:Request for changes superseded`,
    'decision-expired': () => $localize`:@@ui.event.changes-expired:Request for changes expired`,
  },
};
