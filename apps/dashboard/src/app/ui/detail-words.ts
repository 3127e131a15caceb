import type { DecisionKind, DecisionState, WebhookFormat } from '@codev-hq/protocol';
import { causeWords } from './cause-words';
import { stateInShort } from './decision-state';
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
    case 'cause':
      return causeWords(value) ?? value;
    case 'gate':
      return gateWords(value).label;
    default:
      return known(Object.hasOwn(VALUES, name) ? VALUES[name as keyof typeof VALUES] : undefined, value);
  }
}

function known(words: Readonly<Record<string, () => string>> | undefined, value: string): string {
  return words && Object.hasOwn(words, value) ? (words[value]?.() ?? value) : value;
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
  kinds: () => $localize`:@@ui.detail.kinds:notifies about`,
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

const KINDS: Readonly<Record<DecisionKind, () => string>> = {
  approve: () => $localize`:@@ui.detail.approve:Approval`,
  request_changes: () => $localize`:@@ui.detail.request-changes:Request for changes`,
};

const STATES: Readonly<Record<DecisionState, () => string>> = {
  decided: () => stateInShort('approve', 'decided').words,
  sent: () => stateInShort('approve', 'sent').words,
  applied: () => stateInShort('approve', 'applied').words,
  refused: () => stateInShort('approve', 'refused').words,
  superseded: () => stateInShort('approve', 'superseded').words,
  expired: () => stateInShort('approve', 'expired').words,
};

const FORMATS: Readonly<Record<WebhookFormat, () => string>> = {
  json: () => 'JSON',
  slack: () => 'Slack',
  ntfy: () => 'ntfy',
};

const COMMANDS = {
  send_message: () => $localize`:@@ui.detail.send-message:message to a builder`,
  spawn_builder: () => $localize`:@@ui.detail.spawn-builder:start a builder`,
  run_consultation: () => $localize`:@@ui.detail.consult:ask for an AI review`,
  sync_status: () => $localize`:@@ui.detail.sync:read the status files again`,
} as const;

const COMMAND_STATES = {
  accepted: () => $localize`:@@ui.detail.accepted:taken up`,
  running: () => $localize`:@@ui.detail.running:under way`,
  done: () => $localize`:@@ui.detail.done:done`,
  held: () => $localize`:@@ui.detail.held:held`,
  failed: () => $localize`:@@ui.detail.failed:failed`,
  refused: STATES.refused,
  unsupported: () => $localize`:@@ui.detail.unsupported:not supported`,
} as const;

const WHYS = {
  removed: () => $localize`:@@ui.detail.removed:removed`,
  switched_off: () => $localize`:@@ui.detail.switched-off:switched off`,
} as const;

/** By the fact's name, what HQ writes there. */
const VALUES = {
  role: ROLES,
  kind: KINDS,
  state: STATES,
  format: FORMATS,
  command: COMMANDS,
  status: COMMAND_STATES,
  why: WHYS,
} as const;
