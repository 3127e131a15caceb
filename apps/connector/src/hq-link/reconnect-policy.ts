import { CloseCode } from '@codev-hq/protocol';

/** How a connection to HQ ended, or never began. */
export type Parting =
  /** HQ answered the upgrade with this HTTP status. */
  | { readonly kind: 'refused'; readonly status: number; readonly keyless?: boolean }
  | { readonly kind: 'unreachable'; readonly words: string }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string }
  /** HQ would not register this instance. */
  | { readonly kind: 'unregistered'; readonly words: string }
  /** This side cannot go on with it. */
  | { readonly kind: 'unwelcome'; readonly words: string }
  /** No frame for several heartbeats. */
  | { readonly kind: 'silent' };

export interface ReconnectPlan {
  readonly delayMs: number;
  readonly words: string;
  /** Somebody has to do something before it can work again. */
  readonly needsHelp: boolean;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const RESTART_SPREAD_MS = 500;

/** How long it has gone on like this. */
export interface Absence {
  /** From 0 since the last registration. */
  readonly attempt: number;
  /** Milliseconds since the connection was lost. */
  readonly awayMs: number;
}

/**
 * When to try again (protocol section 1); `random` is in [0, 1). Waits double, but none is longer than HQ has been away
 * already: whoever was quick with the first attempts is not punished, and all are back soon after a short restart.
 */
export function planReconnect(parting: Parting, { attempt, awayMs }: Absence, random: number): ReconnectPlan {
  const words = wordsFor(parting);
  if (needsHelp(parting)) return { delayMs: LONGEST_MS * (0.5 + random / 2), words, needsHelp: true };
  // HQ said that it will be back: be there at once, but not all in the same millisecond.
  if (isRestart(parting) && attempt === 0)
    return { delayMs: RESTART_SPREAD_MS * random, words, needsHelp: false };
  const doubled = FIRST_MS * 2 ** Math.min(attempt, 16);
  const ceiling = Math.min(LONGEST_MS, doubled, Math.max(FIRST_MS, awayMs));
  return { delayMs: ceiling * random, words, needsHelp: false };
}

function isRestart(parting: Parting): boolean {
  return (
    parting.kind === 'closed' && (parting.code === CloseCode.GoingAway || parting.code === CloseCode.Restart)
  );
}

function needsHelp(parting: Parting): boolean {
  if (parting.kind === 'refused') return parting.status === 401 || parting.status === 403;
  if (parting.kind === 'unregistered' || parting.kind === 'unwelcome') return true;
  return (
    parting.kind === 'closed' &&
    (parting.code === CloseCode.KeyRevoked || parting.code === CloseCode.Replaced)
  );
}

/** When it is tried again, as the end of what happened: `trying again in 4.0 s`. What is over before it is read is `now`. */
export function againWords(delayMs: number): string {
  return delayMs < 500 ? 'trying again now' : `trying again in ${(delayMs / 1000).toFixed(1)} s`;
}

/** What happened, in a sentence or two that say what to do about it. */
export function wordsFor(parting: Parting): string {
  switch (parting.kind) {
    case 'refused':
      return refusedWords(parting.status, parting.keyless);
    case 'unreachable':
      return `HQ cannot be reached (${parting.words}).`;
    case 'unregistered':
      return `HQ did not register this connector: ${parting.words}`;
    case 'unwelcome':
      return parting.words;
    case 'silent':
      return 'HQ has fallen silent.';
    case 'closed':
      return closedWords(parting.code, parting.reason);
  }
}

function refusedWords(status: number, keyless = false): string {
  if (status === 401 && keyless)
    return 'CODEV_HQ_API_KEY is not set, and HQ lets nobody in without a key. Set it to a key with the scope "connector".';
  if (status === 401) return 'HQ does not know this key. Check CODEV_HQ_API_KEY.';
  if (status === 403) return 'HQ refuses this key. It needs the scope "connector"; check CODEV_HQ_API_KEY.';
  return `HQ answered ${status} instead of opening a socket. Check CODEV_HQ_URL: its path must end in /ws.`;
}

function closedWords(code: number, reason: string): string {
  if (code === CloseCode.Replaced)
    return 'Another connector took this one’s place. Is its data directory used twice, or copied to another machine?';
  if (code === CloseCode.KeyRevoked)
    return 'This key was revoked or has a new secret: put the new one into CODEV_HQ_API_KEY and start the connector again, which until then is';
  if (isRestart({ kind: 'closed', code, reason })) return 'HQ is restarting.';
  return `HQ closed the connection (${code}${reason && `, ${reason}`}).`;
}
