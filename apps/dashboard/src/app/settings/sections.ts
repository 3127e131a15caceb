import type { IconName } from '../ui/icon';

export interface Section {
  readonly path: string;
  readonly icon: IconName;
  /** Asked for when it is shown, after the reader's language is there. */
  readonly label: () => string;
  readonly about: () => string;
}

/** What is mine, in the order of the settings. */
export const MINE: readonly Section[] = [
  {
    path: 'profile',
    icon: 'person',
    label: () => $localize`:@@settings.profile:Profile`,
    about: () => $localize`:@@settings.profile.about:Your name in commits`,
  },
  {
    path: 'phone',
    icon: 'phone',
    label: () => $localize`:@@settings.phone:Sign in on a phone`,
    about: () => $localize`:@@settings.phone.about:Scan a code instead of typing`,
  },
  {
    path: 'sessions',
    icon: 'machine',
    label: () => $localize`:@@settings.sessions:Sessions`,
    about: () => $localize`:@@settings.sessions.about:Where you are signed in`,
  },
  {
    path: 'notifications',
    icon: 'bell',
    label: () => $localize`:@@settings.notifications:Notifications`,
    about: () => $localize`:@@settings.notifications.about:What, where and when`,
  },
  {
    path: 'appearance',
    icon: 'appearance',
    label: () => $localize`:@@settings.appearance:Appearance`,
    about: () => $localize`:@@settings.appearance.about:Theme and language`,
  },
];

/** What the owner of this HQ sees besides. */
export const OWNERS: readonly Section[] = [
  {
    path: 'keys',
    icon: 'key',
    label: () => $localize`:@@settings.keys:Keys`,
    about: () => $localize`:@@settings.keys.about:For connectors and scripts`,
  },
  {
    path: 'webhooks',
    icon: 'send',
    label: () => $localize`:@@settings.webhooks:Webhooks`,
    about: () => $localize`:@@settings.webhooks.about:Notify other programs`,
  },
  {
    path: 'reminders',
    icon: 'clock',
    label: () => $localize`:@@settings.reminders:Reminders`,
    about: () => $localize`:@@settings.reminders.about:When a gate waits too long`,
  },
  {
    path: 'audit',
    icon: 'file',
    label: () => $localize`:@@settings.audit:Audit log`,
    about: () => $localize`:@@settings.audit.about:Everything that happened, provably`,
  },
  {
    path: 'people',
    icon: 'people',
    label: () => $localize`:@@settings.people:People`,
    about: () => $localize`:@@settings.people.about:Who is here, and as what`,
  },
];
