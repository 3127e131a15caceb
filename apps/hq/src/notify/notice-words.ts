import type { NoticeKind, NoticeLanguage } from '@codev-hq/protocol';
import { ENGLISH } from './words-english.js';
import type { Undelivered } from './undelivered.js';
import { GERMAN } from './words-german.js';

export interface Said {
  readonly title: string;
  readonly body: string;
}

export type BuilderTrouble = 'blocked' | 'stuck';

/** Why a decision is not where it was meant to be. */
export type Failure =
  | { readonly why: 'refused' | 'expired' | 'superseded' | 'unpushed'; readonly machine: string }
  /** HQ ended it itself, for the reason `error`, in English; `isUnknown`: its machine may have carried it out. */
  | { readonly why: 'ended'; readonly error: string; readonly isUnknown: boolean };

/** All that HQ says in notices, in one language. Names come short enough; `gate` is a project and one of its gates. */
export interface NoticeWords {
  /** A gate by its full name. What names phases stays as it is written. */
  gate(name: string): string;
  gateWaits(gate: string): string;
  gateStillWaits(gate: string, minutes: number): string;
  gateEscalates(gate: string, minutes: number): string;
  onMachine(what: string, machine: string): string;
  builderTrouble(builder: string, trouble: BuilderTrouble): string;
  inPhase(phase: string | undefined, machine: string): string;
  decisionFailed(decision: FailedDecision, failure: Failure): string;
  failure(failure: Failure): string;
  /** Part of a summary: `2 gates wait`. */
  many(kind: NoticeKind, n: number): string;
  afterQuietHours(summary: string): string;
  andMoreProjects(named: string, more: number): string;
  /** What a list leaves out. */
  andMore(more: number): string;
  /** Why a device or a webhook was not told. */
  undelivered(why: Undelivered): string;
  readonly test: Said;
}

export interface FailedDecision {
  readonly approver: string;
  readonly kind: string;
  readonly gate: string;
}

export const WORDS: Readonly<Record<NoticeLanguage, NoticeWords>> = { en: ENGLISH, de: GERMAN };

/** The same in every language, for whoever may be told. */
export function inEveryLanguage(say: (words: NoticeWords) => Said): Readonly<Record<NoticeLanguage, Said>> {
  return { en: say(ENGLISH), de: say(GERMAN) };
}
