import { gateLabel, readGateName, type NoticeKind } from '@codev-hq/protocol';
import { counted, spanOf, type SpanUnit } from './counted.js';
import type { Failure, NoticeWords } from './notice-words.js';
import type { Undelivered } from './undelivered.js';

export const GERMAN: NoticeWords = {
  gate,
  gateWaits: (gate) => `${gate} wartet`,
  gateStillWaits: (gate, minutes) => `${gate} wartet noch immer, inzwischen seit ${span(minutes)}`,
  gateEscalates: (gate, minutes) =>
    `${gate} wartet seit ${span(minutes)}: Bitte sorge dafür, dass jemand entscheidet`,
  onMachine: (what, machine) => `${what}, auf ${machine}`,
  builderTrouble: (builder, trouble) =>
    `${builder} ${trouble === 'blocked' ? 'ist blockiert' : 'scheint zu hängen'}`,
  inPhase: (phase, machine) => (phase ? `In ${phase}, auf ${machine}` : `Auf ${machine}`),
  decisionFailed: ({ approver, kind, gate }, failure) =>
    `${kind === 'approve' ? 'Freigabe' : 'Änderungswunsch'} von ${approver} zu ${gate} ${fate(failure)}`,
  failure: why,
  many,
  afterQuietHours: (summary) => `Während der Ruhezeit: ${summary}`,
  andMoreProjects: (named, more) => `${named} und ${counted(more, 'weiteres Projekt', 'weitere Projekte')}`,
  andMore: (more) => `und ${more} weitere`,
  undelivered,
  test: { title: 'Es klappt', body: 'So teilt dir Codev HQ mit, dass ein Gate wartet.' },
};

/** Codev's own gates, as the dashboard calls them. */
const GATES: ReadonlyMap<string, string> = new Map([
  ['spec-approval', 'Spec-Freigabe'],
  ['plan-approval', 'Plan-Freigabe'],
  ['dev-approval', 'Freigabe der Entwicklung'],
  ['human_approval', 'Freigabe durch einen Menschen'],
  ['pr', 'Pull Request'],
]);

function gate(name: string): string {
  const { parent, last } = readGateName(name);
  if (parent !== null) return gateLabel(name);
  const [, subject = '', end] = /^(.+)[-_](approval|complete)$/.exec(last) ?? [];
  const words = subject.replace(/[-_]+/g, ' ').trim();
  if (GATES.has(last) || words === '') return GATES.get(last) ?? gateLabel(name);
  const subjectInWords = words.charAt(0).toUpperCase() + words.slice(1);
  return end === 'approval' ? `Freigabe „${subjectInWords}“` : `Abschluss „${subjectInWords}“`;
}

function undelivered(problem: Undelivered): string {
  switch (problem.why) {
    case 'answered':
      return `Die Antwort war ${problem.status}.`;
    case 'redirected':
      return `Die Antwort war ${problem.status}: eine Weiterleitung, und HQ folgt keiner. Trage die Adresse ein, zu der sie führt.`;
    case 'late':
      return `Nach ${problem.seconds.toLocaleString('de')} s war keine Antwort da.`;
    case 'own-network':
      return `${problem.place} liegt im eigenen Netz von HQ.`;
    case 'unreachable':
      return problem.said === undefined
        ? 'Keine Verbindung.'
        : `Keine Verbindung. Gemeldet wurde: ${problem.said}`;
  }
}

function many(kind: NoticeKind, n: number): string {
  switch (kind) {
    case 'gate_waiting':
      return counted(n, 'Gate wartet', 'Gates warten');
    case 'gate_reminder':
      return counted(n, 'Gate wartet noch immer', 'Gates warten noch immer');
    case 'decision_failed':
      return counted(n, 'Entscheidung gescheitert', 'Entscheidungen gescheitert');
    case 'builder_blocked':
      return counted(n, 'Builder blockiert', 'Builder blockiert');
    case 'builder_stuck':
      return counted(n, 'Builder hängt', 'Builder hängen');
  }
}

/** As they stand after “seit”. */
const UNITS: Readonly<Record<SpanUnit, readonly [one: string, many: string]>> = {
  minute: ['Minute', 'Minuten'],
  hour: ['Stunde', 'Stunden'],
  day: ['Tag', 'Tagen'],
};

function span(minutes: number): string {
  const [n, unit] = spanOf(minutes);
  return counted(n, ...UNITS[unit]);
}

function fate(failure: Failure): string {
  if (failure.why === 'unpushed') return 'wurde nicht gepusht';
  const isUnknown = failure.why === 'ended' && failure.isUnknown;
  return isUnknown ? 'wurde vielleicht nicht ausgeführt' : 'wurde nicht ausgeführt';
}

function why(failure: Failure): string {
  switch (failure.why) {
    case 'ended':
      return failure.isUnknown
        ? 'Die Maschine gehört nicht mehr zu HQ. Ob sie es getan hat, ist nicht bekannt.'
        : 'HQ hat die Entscheidung beendet, ehe eine Maschine sie hatte. Die Seite des Gates sagt, warum.';
    case 'refused':
      return `${failure.machine} hat abgelehnt. Die Seite des Gates sagt, warum.`;
    case 'expired':
      return `${failure.machine} hat die Entscheidung nicht rechtzeitig übernommen. Entscheide noch einmal, falls sie noch gilt.`;
    case 'superseded':
      return `Das Gate hat sich geändert, ehe ${failure.machine} die Entscheidung hatte. Sieh noch einmal nach.`;
    case 'unpushed':
      return `Die Entscheidung ist ein Commit auf ${failure.machine}, wurde aber nicht gepusht.`;
  }
}
