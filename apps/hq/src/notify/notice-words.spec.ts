import { NOTICE_KINDS, type WaitingGate } from '@codev-hq/protocol';
import type { DecisionRow } from '../persistence/tables.js';
import { spanOf } from './counted.js';
import { decisionFailed, gateEscalates, gateStillWaits, gateWaits } from './news-words.js';
import { WORDS, type Failure } from './notice-words.js';

const FAILURES: readonly Failure[] = [
  { why: 'refused', machine: 'M' },
  { why: 'expired', machine: 'M' },
  { why: 'superseded', machine: 'M' },
  { why: 'unpushed', machine: 'M' },
  { why: 'ended', error: 'the machine was forgotten', isUnknown: true },
  { why: 'ended', error: 'the machine was forgotten', isUnknown: false },
];

it('a time is said in the largest unit of which there are two', () => {
  expect([1, 119, 120, 2879, 2880].map(spanOf)).toEqual([
    [1, 'minute'],
    [119, 'minute'],
    [2, 'hour'],
    [47, 'hour'],
    [2, 'day'],
  ]);
});

it('one and many are told apart in every language', () => {
  const said = (['en', 'de'] as const).map((language) =>
    NOTICE_KINDS.map((kind) => [1, 2].map((n) => WORDS[language].many(kind, n)).join(' / ')),
  );
  expect(said).toEqual([
    [
      '1 gate waits / 2 gates wait',
      '1 builder blocked / 2 builders blocked',
      '1 builder stuck / 2 builders stuck',
      '1 decision failed / 2 decisions failed',
      '1 gate still waits / 2 gates still wait',
    ],
    [
      '1 Gate wartet / 2 Gates warten',
      '1 Builder blockiert / 2 Builder blockiert',
      '1 Builder hängt / 2 Builder hängen',
      '1 Entscheidung gescheitert / 2 Entscheidungen gescheitert',
      '1 Gate wartet noch immer / 2 Gates warten noch immer',
    ],
  ]);
  expect(WORDS.de.gateEscalates('shop: plan', 2880)).toBe(
    'shop: plan wartet seit 2 Tagen: Bitte sorge dafür, dass jemand entscheidet',
  );
  expect(WORDS.de.andMoreProjects('shop', 1)).toBe('shop und 1 weiteres Projekt');
});

it.each([
  ['spec-approval', 'Spec approval', 'Spec-Freigabe'],
  ['plan-approval', 'Plan approval', 'Plan-Freigabe'],
  ['dev-approval', 'Dev approval', 'Freigabe der Entwicklung'],
  ['human_approval', 'Human approval', 'Freigabe durch einen Menschen'],
  ['pr', 'Pull request', 'Pull Request'],
  ['security_review-approval', 'Security review approval', 'Freigabe „Security review“'],
  ['research-complete', 'Research complete', 'Abschluss „Research“'],
  ['specify_to_plan.human_approval', 'Specify → Plan', 'Specify → Plan'],
  ['release.plan-approval', 'Release', 'Release'],
  ['go_live', 'Go live', 'Go live'],
  ['-approval', 'Approval', 'Approval'],
  ['__complete', 'Complete', 'Complete'],
  ['', '', ''],
])('the gate %j is called %j and %j', (name, english, german) => {
  expect([WORDS.en, WORDS.de].map((words) => words.gate(name))).toEqual([english, german]);
});

it('a gate is called so in every title', () => {
  const waiting = { gate: 'plan-approval', project_name: 'shop', project_id: '1', title: 't' } as WaitingGate;
  const gate = { ...waiting, instance_name: 'M' };
  const decided = { ...gate, approver_name: 'Ada', kind: 'approve' } as unknown as DecisionRow;
  for (const { said } of [
    gateWaits(gate),
    gateStillWaits(gate, 120),
    gateEscalates(gate, 120, { kind: 'admins' }),
    decisionFailed(decided, { why: 'refused', machine: 'M' }),
  ]) {
    expect(said.en.title).toContain('Plan approval');
    expect(said.de.title).toContain('Plan-Freigabe');
    expect(said.de.title).not.toContain('approval');
  }
});

it.each([
  [{ why: 'answered', status: 500 }, 'It answered 500.', 'Die Antwort war 500.'],
  [
    { why: 'redirected', status: 307 },
    /^It answered 307: a redirect, /,
    /^Die Antwort war 307: eine Weiterleitung, /,
  ],
  [{ why: 'late', seconds: 15 }, 'There was no answer within 15 s.', 'Nach 15 s war keine Antwort da.'],
  [
    { why: 'own-network', place: '::1' },
    '::1 is inside HQ’s own network.',
    '::1 liegt im eigenen Netz von HQ.',
  ],
  [{ why: 'unreachable' }, 'It could not be reached.', 'Keine Verbindung.'],
  [
    { why: 'unreachable', said: 'ENOTFOUND x' },
    'ENOTFOUND x',
    'Keine Verbindung. Gemeldet wurde: ENOTFOUND x',
  ],
] as const)('%j is said as %s and %s', (why, english, german) => {
  expect(WORDS.en.undelivered(why)).toMatch(english);
  expect(WORDS.de.undelivered(why)).toMatch(german);
});

it('no failure of a decision is said in another language’s words', () => {
  const decision = { approver: 'Ada', kind: 'approve', gate: 'plan' };
  for (const failure of FAILURES) {
    const [english, german] = [WORDS.en, WORDS.de].map(
      (words) => `${words.decisionFailed(decision, failure)}. ${words.failure(failure)}`,
    );
    expect(english).toMatch(/^Ada’s approval of plan (was not|may not) /);
    expect(german).toMatch(/^Freigabe von Ada zu plan wurde (vielleicht )?nicht /);
    expect(german).not.toMatch(/\b(the|it|was|not)\b/i);
  }
});
