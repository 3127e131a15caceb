import type { ActivityEntry, ActivityKind } from '@codev-hq/protocol';
import { ageInSentence } from '../ui/age-format';
import { builderStatusWords } from '../ui/builder-words';
import { detailName, detailValue } from '../ui/detail-words';
import { gateWords } from '../ui/gate-words';
import type { IconName } from '../ui/icon';
import { actorWords, logEventWords } from '../ui/log-event-words';
import { isUnread } from '../ui/unread-name';
import { wordsInShort } from '../ui/words-in-short';

export type ActivityTone = 'go' | 'wait' | 'stop' | 'plain';

export interface ActivityWords {
  readonly icon: IconName;
  readonly tone: ActivityTone;
  /** What happened: `Plan approval: approved by Ada Lovelace`. */
  readonly what: string;
  /** More of it, in the words of whoever did it or of a log. */
  readonly detail: string;
}

/** One thing that happened, in a sentence that claims no more than HQ knows. */
export function activityWords(entry: ActivityEntry): ActivityWords {
  switch (entry.kind) {
    case 'decision':
      return decisionWords(entry);
    case 'gate-requested':
      return words(
        'clock',
        'wait',
        $localize`:@@activity.gate-requested:${gateOf(entry)}:gate: waits for a person`,
      );
    case 'gate-opened':
      return words('check', 'go', openedWords(entry), waitedWords(entry));
    case 'gate-vanished':
      return words(
        'cross',
        'plain',
        $localize`:@@activity.gate-vanished:${gateOf(entry)}:gate: is gone without a decision`,
        waitedWords(entry),
      );
    case 'gate-unserved':
      return words(
        'machine',
        'plain',
        $localize`:@@activity.gate-unserved:${gateOf(entry)}:gate: is no longer served`,
      );
    case 'gate-served':
      return words(
        'machine',
        'plain',
        $localize`:@@activity.gate-served:${gateOf(entry)}:gate: is served again`,
      );
    case 'phase-changed':
      return words('forward', 'plain', phaseWords(entry));
    case 'builder-changed':
      return words('program', builderTone(entry.to), builderWords(entry));
    case 'builder-removed':
      return words(
        'program',
        'plain',
        $localize`:@@activity.builder-removed:${entry.builder_id ?? ''}:builder: is gone`,
      );
    case 'machine-online':
      return words(
        'machine',
        'go',
        $localize`:@@activity.machine-online:${machineOf(entry)}:machine: came online`,
      );
    case 'machine-offline':
      return words(
        'machine',
        'plain',
        $localize`:@@activity.machine-offline:${machineOf(entry)}:machine: went offline`,
      );
    case 'signed-in':
      return words('person', 'plain', $localize`:@@activity.signed-in:${whoOf(entry)}:person: signed in`);
    case 'session-changed':
    case 'key-changed':
    case 'webhook-changed':
    case 'person-changed':
    case 'machine-changed':
      return words('settings', 'plain', logWords(entry), detailsOf(entry));
  }
}

/** Kinds as people choose among them. */
export const KIND_GROUPS = {
  decisions: ['decision'],
  gates: ['gate-requested', 'gate-opened', 'gate-vanished', 'gate-unserved', 'gate-served'],
  phases: ['phase-changed'],
  builders: ['builder-changed', 'builder-removed'],
  machines: ['machine-online', 'machine-offline'],
  account: [
    'signed-in',
    'session-changed',
    'key-changed',
    'webhook-changed',
    'person-changed',
    'machine-changed',
  ],
} as const satisfies Record<string, readonly ActivityKind[]>;
export type KindGroup = keyof typeof KIND_GROUPS;

export function isKindGroup(text: string): text is KindGroup {
  return Object.hasOwn(KIND_GROUPS, text);
}

export function groupInWords(group: KindGroup): string {
  switch (group) {
    case 'decisions':
      return $localize`:@@activity.kind.decisions:Decisions`;
    case 'gates':
      return $localize`:@@activity.kind.gates:Gates`;
    case 'phases':
      return $localize`:@@activity.kind.phases:Phases`;
    case 'builders':
      return $localize`:@@activity.kind.builders:Builders`;
    case 'machines':
      return $localize`:@@activity.kind.machines:Machines`;
    case 'account':
      return $localize`:@@activity.kind.account:Sign-ins and settings`;
  }
}

function words(icon: IconName, tone: ActivityTone, what: string, detail = ''): ActivityWords {
  return { icon, tone, what, detail };
}

function decisionWords(entry: ActivityEntry): ActivityWords {
  const { kind, state, comment = '' } = entry.decision ?? {};
  const [gate, who] = [gateOf(entry), whoOf(entry)];
  const what =
    kind === 'request_changes'
      ? $localize`:@@activity.changes:${gate}:gate:: changes requested by ${who}:person:`
      : $localize`:@@activity.approved:${gate}:gate:: approved by ${who}:person:`;
  const tone =
    state === 'applied' ? (kind === 'approve' ? 'go' : 'wait') : state === 'refused' ? 'stop' : 'plain';
  const done = kind === 'request_changes' ? 'returned' : 'check';
  return words(tone === 'stop' ? 'cross' : done, tone, what, wordsInShort(comment));
}

function openedWords(entry: ActivityEntry): string {
  const gate = gateOf(entry);
  return entry.who
    ? $localize`:@@activity.gate-opened-by:${gate}:gate: opened outside HQ, by ${entry.who.name}:person:`
    : $localize`:@@activity.gate-opened:${gate}:gate: opened outside HQ`;
}

function waitedWords({ waited_ms }: ActivityEntry): string {
  if (waited_ms === undefined) return '';
  return $localize`:@@activity.waited:It had waited ${ageInSentence(waited_ms)}:age:.`;
}

function phaseWords({ from, to = '', plan_phase }: ActivityEntry): string {
  const now = plan_phase ? `${spaced(to)} · ${plan_phase}` : spaced(to);
  return from
    ? $localize`:@@activity.phase:Phase ${spaced(from)}:from: → ${now}:to:`
    : $localize`:@@activity.phase-first:Phase ${now}:to:`;
}

function builderWords({ builder_id = '', from, to = '' }: ActivityEntry): string {
  const now = builderStatusWords(to);
  return from
    ? $localize`:@@activity.builder:${builder_id}:builder:: ${builderStatusWords(from)}:from: → ${now}:to:`
    : $localize`:@@activity.builder-first:${builder_id}:builder:: ${now}:to:`;
}

function builderTone(status: string | undefined): ActivityTone {
  if (status === 'blocked') return 'wait';
  return status === 'complete' || status === 'pr-ready' ? 'go' : 'plain';
}

function logWords(entry: ActivityEntry): string {
  const sentence = logEventWords(entry.event ?? entry.kind);
  if (!entry.who) return sentence;
  const { id, name } = entry.who;
  return $localize`:@@activity.by:${sentence}:event: by ${id === undefined ? actorWords(name) : name}:person:`;
}

function detailsOf({ details }: ActivityEntry): string {
  const told = Object.entries(details ?? {}).filter(
    ([, value]) => ['string', 'number', 'boolean'].includes(typeof value) && !isUnread(String(value)),
  );
  return told.map(([name, value]) => `${detailName(name)}: ${detailValue(name, String(value))}`).join(' · ');
}

function gateOf({ gate }: ActivityEntry): string {
  return gate ? gateWords(gate).label : $localize`:@@activity.a-gate:A gate`;
}

function whoOf({ who }: ActivityEntry): string {
  return who?.name ?? $localize`:@@activity.somebody:somebody`;
}

function machineOf({ instance_name, instance_id }: ActivityEntry): string {
  return instance_name ?? instance_id ?? '';
}

function spaced(name: string): string {
  return name.replace(/[-_.]+/g, ' ');
}
