import type { NoticeKind } from '@codev-hq/protocol';

/** What people and webhooks can be told of, in words. */
export function noticeWords(kind: NoticeKind): { readonly name: string; readonly about: string } {
  return WORDS[kind]();
}

const WORDS: Record<NoticeKind, () => { readonly name: string; readonly about: string }> = {
  gate_waiting: () => ({
    name: $localize`:@@settings.notice.gate:A gate waits`,
    about: $localize`:@@settings.notice.gate.about:An agent has reached a gate that a person must open.`,
  }),
  builder_blocked: () => ({
    name: $localize`:@@settings.notice.blocked:A builder is blocked`,
    about: $localize`:@@settings.notice.blocked.about:It says itself that it cannot go on.`,
  }),
  builder_stuck: () => ({
    name: $localize`:@@settings.notice.stuck:A builder seems stuck`,
    about: $localize`:@@settings.notice.stuck.about:It has not moved for a long time.`,
  }),
  decision_failed: () => ({
    name: $localize`:@@settings.notice.failed:A decision failed`,
    about: $localize`:@@settings.notice.failed.about:A machine refused it, or it came too late.`,
  }),
  gate_reminder: () => ({
    name: $localize`:@@settings.notice.reminder:A gate still waits`,
    about: $localize`:@@settings.notice.reminder.about:Reminders and escalations.`,
  }),
};
