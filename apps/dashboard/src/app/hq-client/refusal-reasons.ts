/**
 * A sentence with which HQ or a connector refuses, in the reader's language. They are kept and sent in English; `null`: one
 * that is not known here, or somebody else's words, such as git's.
 */
export function refusalReason(sentence: string): string | null {
  for (const [pattern, words] of REASONS) {
    const found = pattern.exec(sentence);
    if (found) return words(found[1] ?? '', found[2] ?? '');
  }
  return null;
}

type Reason = readonly [pattern: RegExp, words: (one: string, other: string) => string];
const REASONS: readonly Reason[] = [
  [
    /^(.+) (?:approved|sent back) this gate at \S+?(?: with other words| without words)?\. The first decision stands\.$/u,
    (one) =>
      $localize`:@@hq-client.reason.first:${one}:one: decided about this gate first. That decision stands.`,
  ],
  [
    /^(.+) in (.+) has changed since it was read\. Look at it again, then decide\.$/u,
    (one, other) =>
      $localize`:@@hq-client.reason.read-again:${one}:one: in ${other}:other: has changed since it was read. Look at it again, then decide.`,
  ],
  [
    /^The connector on (.+) cannot request changes\. Tell the builder directly; the gate stays closed meanwhile\.$/u,
    (one) =>
      $localize`:@@hq-client.reason.no-changes:The connector on ${one}:one: cannot request changes. Tell the builder directly; the gate stays closed meanwhile.`,
  ],
  [
    /^The connector on (.+) does not .+: it is older, or its owner has not allowed it\.$/u,
    (one) =>
      $localize`:@@hq-client.reason.not-allowed:The connector on ${one}:one: does not do that: it is older, or its owner has not allowed it.`,
  ],
  [
    /^(.+) is offline\. Try again when it is back\.$/u,
    (one) => $localize`:@@hq-client.reason.offline:${one}:one: is offline. Try again when it is back.`,
  ],
  [
    /^(.+) is online\. Stop its connector or revoke its key first\.$/u,
    (one) =>
      $localize`:@@hq-client.reason.online:${one}:one: is online. Stop its connector or revoke its key first.`,
  ],
  [
    /^This gate is not there any more\./u,
    () => $localize`:@@hq-client.reason.gone-gate:This gate is not there any more.`,
  ],
  [
    /^This machine is being asked for many artifacts already\./u,
    () =>
      $localize`:@@hq-client.reason.many-artifacts:This machine is being asked for many texts already. Try again in a moment.`,
  ],
  [
    /^The artifact changed while it was read\. Read it again\.$/u,
    () => $localize`:@@hq-client.reason.artifact-moved:The text changed while it was read. Read it again.`,
  ],
  [
    /^The (?:machine|connector) refused without a reason\. Its log may say more\.$/u,
    () =>
      $localize`:@@hq-client.reason.no-reason:The machine refused without a reason. Its log may say more.`,
  ],
  [
    /^Somebody else here is called “(.+)”\. Choose another name\.$/u,
    (one) =>
      $localize`:@@hq-client.reason.name-taken:Somebody else here is called “${one}:one:”. Choose another name.`,
  ],
  [
    /^This session has ended already\.$/u,
    () => $localize`:@@hq-client.reason.session-over:This session has ended already.`,
  ],
  [
    /^(?:Nobody is signed in with this browser\.|Sign in, or send an API key as Authorization: Bearer\.)$/u,
    () =>
      $localize`:@@hq-client.reason.signed-out:Nobody is signed in with this browser. Sign in with a new link.`,
  ],
  [
    /^You have made many sign-in codes\. Wait three minutes, then make another\.$/u,
    () =>
      $localize`:@@hq-client.reason.many-codes:You have made many sign-in codes. Wait three minutes, then make another.`,
  ],
  [
    /^\d+ sign-in codes of yours are still good\./u,
    () =>
      $localize`:@@hq-client.reason.codes-left:Several of your sign-in codes are still good. Use one of them, or wait two minutes.`,
  ],
  [
    /^(?:There is no such sign-in code\. Make a new one\.|This sign-in code was used, has expired or was withdrawn already\.)$/u,
    () => $localize`:@@hq-client.reason.code-over:This sign-in code does not work any more. Make a new one.`,
  ],
  [
    /^You have (\d+) devices that are told\. Remove one that you do not use\.$/u,
    (one) =>
      $localize`:@@hq-client.reason.many-devices:You have ${one}:one: devices with notifications. Remove one that you do not use.`,
  ],
  [
    /^There is no such webhook\b/u,
    () => $localize`:@@hq-client.reason.no-webhook:There is no such webhook any more.`,
  ],
  [
    /^Key \S+ is revoked already\.$/u,
    () => $localize`:@@hq-client.reason.key-revoked:This key is revoked already.`,
  ],
  [
    /^CODEV_HQ_API_KEY is set where HQ runs\. Change it there and start HQ again\.$/u,
    () =>
      $localize`:@@hq-client.reason.key-outside:CODEV_HQ_API_KEY is set where HQ runs. Change it there and start HQ again.`,
  ],
  [
    /^HQ’s disk is full, so nothing was recorded\./u,
    () =>
      $localize`:@@hq-client.reason.disk-full:HQ’s disk is full, so nothing was recorded. Make room where HQ runs, then try again.`,
  ],
  [
    /^HQ met an error of its own; its log says more\. Nothing was decided\. Try again\.$/u,
    () =>
      $localize`:@@hq-client.reason.own-error:HQ met an error of its own; its log says more. Nothing was decided. Try again.`,
  ],
  [
    /^The status file keeps changing\. Decide again when it is still\.$/u,
    () =>
      $localize`:@@hq-client.reason.keeps-changing:The status file keeps changing. Decide again when it is still.`,
  ],
  [
    /^The gate was closed again while it was being approved\. Look at it again\.$/u,
    () =>
      $localize`:@@hq-client.reason.closed-again:The gate was closed again while it was being approved. Look at it again.`,
  ],
];
