import { causeWords } from './cause-words';
import { gateWords } from './gate-words';
import { scopeName } from './scope-name';

/** What a fact of HQ's log is called. One that another version of HQ keeps is read as it is written. */
export function detailName(name: string): string {
  return Object.hasOwn(NAMES, name) ? NAMES[name as keyof typeof NAMES]() : name.replace(/[-_.]+/g, ' ');
}

/** What it is: HQ's own values in the reader's words, a name or a text of somebody else's as it is. */
export function detailValue(name: string, value: string): string {
  switch (name) {
    case 'scopes':
      return value.split(',').map(scopeName).join(', ');
    case 'changed':
      return value.split(',').map(detailName).join(', ');
    case 'role':
      return Object.hasOwn(ROLES, value) ? ROLES[value as keyof typeof ROLES]() : value;
    case 'cause':
      return causeWords(value) ?? value;
    case 'gate':
      return gateWords(value).label;
    default:
      return value;
  }
}

const NAMES = {
  name: () => $localize`:@@ui.detail.name:name`,
  name_before: () => $localize`:@@ui.detail.name-before:name before`,
  email: () => $localize`:@@ui.detail.email:address`,
  email_before: () => $localize`:@@ui.detail.email-before:address before`,
  role: () => $localize`:@@ui.detail.role:role`,
  scopes: () => $localize`:@@ui.detail.scopes:may`,
  device: () => $localize`:@@ui.detail.device:device`,
  key: () => $localize`:@@ui.detail.key:key`,
  sessions: () => $localize`:@@ui.detail.sessions:sessions`,
  format: () => $localize`:@@ui.detail.format:format`,
  host: () => $localize`:@@ui.detail.host:to`,
  changed: () => $localize`:@@ui.detail.changed:changed`,
  kinds: () => $localize`:@@ui.detail.kinds:what it is told`,
  projects: () => $localize`:@@ui.detail.projects:projects`,
  enabled: () => $localize`:@@ui.detail.enabled:on or off`,
  language: () => $localize`:@@ui.detail.language:language`,
  token: () => $localize`:@@ui.detail.token:token`,
  url: () => $localize`:@@ui.detail.url:where to`,
  reason: () => $localize`:@@ui.detail.reason:reason`,
  why: () => $localize`:@@ui.detail.why:reason`,
} as const;

const ROLES = {
  admin: () => $localize`:@@ui.role.admin:runs this HQ`,
  approver: () => $localize`:@@ui.role.approver:may approve`,
  viewer: () => $localize`:@@ui.role.viewer:may look`,
} as const;
