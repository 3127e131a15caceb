import type { ErrorCode } from '@codev-hq/protocol';
import { refusalReason } from './refusal-reasons';
import type { Refused } from './refused-words';

/**
 * A refusal in another language than English: what it says where its sentence is known, else what its code says, and the
 * sentence, which may be git's, quoted.
 */
export function translatedRefusal({ code, detail }: Refused): string {
  return (
    refusalReason(detail) ??
    $localize`:@@hq-client.refused:${IN_GENERAL[code]()}:what: In its own words: “${detail}:detail:”`
  );
}

const IN_GENERAL: Readonly<Record<ErrorCode, () => string>> = {
  AUTH_FAILED: () => $localize`:@@hq-client.refused.auth:For this you have to sign in anew.`,
  FORBIDDEN: () => $localize`:@@hq-client.refused.forbidden:You may not do that, or not from here.`,
  RATE_LIMITED: () => $localize`:@@hq-client.refused.rate:That was too much at once. Try again in a moment.`,
  INVALID_MESSAGE: () => $localize`:@@hq-client.refused.invalid:HQ does not take it like this.`,
  NOT_REGISTERED: () => $localize`:@@hq-client.refused.not-registered:This machine has not signed on to HQ.`,
  INSTANCE_NOT_FOUND: () =>
    $localize`:@@hq-client.refused.no-machine:HQ does not know this machine, or no longer does.`,
  PROJECT_NOT_FOUND: () =>
    $localize`:@@hq-client.refused.no-project:HQ does not know this project, or no longer does.`,
  GATE_NOT_FOUND: () =>
    $localize`:@@hq-client.refused.no-gate:HQ does not know this gate, or no longer does.`,
  GATE_AMBIGUOUS: () => $localize`:@@hq-client.refused.ambiguous:More than one gate is called that.`,
  GATE_NOT_PENDING: () => $localize`:@@hq-client.refused.not-pending:This gate does not wait.`,
  ALREADY_DECIDED: () => $localize`:@@hq-client.refused.decided:This is decided already.`,
  STALE: () => $localize`:@@hq-client.refused.stale:It has changed since you read it.`,
  EXPIRED: () => $localize`:@@hq-client.refused.expired:It is too late for that.`,
  PROOF_INVALID: () => $localize`:@@hq-client.refused.proof:It could not be proven whose decision it is.`,
  CHECKS_FAILED: () => $localize`:@@hq-client.refused.checks:The checks did not pass.`,
  GIT_FAILED: () => $localize`:@@hq-client.refused.git:Git did not do it.`,
  WRITE_FAILED: () => $localize`:@@hq-client.refused.write:It could not be written.`,
  NOT_FOUND: () => $localize`:@@hq-client.refused.not-found:There is no such thing, or no longer.`,
  CONFLICT: () => $localize`:@@hq-client.refused.conflict:As things are, that cannot be done.`,
  TOO_LARGE: () => $localize`:@@hq-client.refused.too-large:It is too large.`,
  UNSUPPORTED: () => $localize`:@@hq-client.refused.unsupported:The machine cannot do that.`,
  UNREACHABLE: () => $localize`:@@hq-client.refused.unreachable:The machine cannot be reached.`,
  INTERNAL: () => $localize`:@@hq-client.refused.internal:Something went wrong in HQ.`,
};
