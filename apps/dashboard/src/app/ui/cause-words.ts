/**
 * Why a decision took a step, or what is noted at its end. That is kept in English; the sentences of HQ itself and of its
 * connector have words in the reader's language. `null`: somebody else's words, git's or a check's, which stay as they are.
 */
export function causeWords(cause: string): string | null {
  if (Object.hasOwn(WHOLE, cause)) return WHOLE[cause as keyof typeof WHOLE]();
  for (const [pattern, words] of WITH_NAMES) {
    const found = pattern.exec(cause);
    if (found) return words(found[1] ?? '', found[2] ?? '');
  }
  return null;
}

const WHOLE = {
  'sent to the connector': () => $localize`:@@ui.cause.sent:sent to the machine’s connector`,
  written: () => $localize`:@@ui.cause.written:written`,
  'the machine did not take it in time': () =>
    $localize`:@@ui.cause.late:the machine did not take it in time`,
  'the status file shows the gate passed': () =>
    $localize`:@@ui.cause.seen:the status file shows the gate passed`,
  'the gate changed on the machine before this was delivered': () =>
    $localize`:@@ui.cause.changed:the gate changed on the machine before this was delivered`,
  'the machine was forgotten before this was delivered': () =>
    $localize`:@@ui.cause.forgotten:the machine was forgotten before this was delivered`,
  'the machine was released before this was delivered': () =>
    $localize`:@@ui.cause.released:the machine was released before this was delivered`,
  'the machine was forgotten; whether it was applied is unknown': () =>
    $localize`:@@ui.cause.forgotten-unknown:the machine was forgotten; whether it was applied is unknown`,
  'the machine was released; whether it was applied is unknown': () =>
    $localize`:@@ui.cause.released-unknown:the machine was released; whether it was applied is unknown`,
  'porch’s gate stays closed; nothing is written there.': () =>
    $localize`:@@ui.cause.porch-closed:porch’s gate stays closed; nothing is written there.`,
  'porch could not push: push by hand when that is mended.': () =>
    $localize`:@@ui.cause.porch-push:porch could not push: push by hand when that is mended.`,
} as const;

type WithNames = readonly [pattern: RegExp, words: (one: string, other: string) => string];
const WITH_NAMES: readonly WithNames[] = [
  [/^commit ([0-9a-f]+)$/, (commit) => $localize`:@@ui.cause.commit:commit ${commit}:commit:`],
  [
    /^(.+) decided through the key “(.+)”$/,
    (who, key) => $localize`:@@ui.cause.decided-key:${who}:person: decided through the key “${key}:key:”`,
  ],
  [/^(.+) decided$/, (who) => $localize`:@@ui.cause.decided:${who}:person: decided`],
  [
    /^(.+) was removed before this was delivered$/,
    (who) => $localize`:@@ui.cause.removed:${who}:person: was removed before this was delivered`,
  ],
  [/^written, the commit waits$/, () => $localize`:@@ui.cause.commit-waits:written, the commit waits`],
  [
    /^written, the commit waits: (.+)$/s,
    (why) => $localize`:@@ui.cause.commit-waits-for:written, the commit waits: ${why}:why:`,
  ],
];
