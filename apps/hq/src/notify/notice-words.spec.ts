import { NOTICE_KINDS } from '@codev-hq/protocol';
import { spanOf } from './counted.js';
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
