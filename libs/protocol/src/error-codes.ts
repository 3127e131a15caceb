import * as z from 'zod/mini';

/**
 * Every error a program may meet, on the socket and in REST answers alike (protocol section 2).
 * The value is the HTTP status a REST answer carries it with.
 */
export const ERROR_STATUS = {
  AUTH_FAILED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  INVALID_MESSAGE: 400,
  NOT_REGISTERED: 409,
  INSTANCE_NOT_FOUND: 404,
  PROJECT_NOT_FOUND: 404,
  GATE_NOT_FOUND: 404,
  GATE_AMBIGUOUS: 409,
  GATE_NOT_PENDING: 409,
  ALREADY_DECIDED: 409,
  STALE: 409,
  EXPIRED: 410,
  PROOF_INVALID: 403,
  CHECKS_FAILED: 409,
  GIT_FAILED: 502,
  WRITE_FAILED: 502,
  NOT_FOUND: 404,
  /** What is there does not allow it now; the words say what would. */
  CONFLICT: 409,
  TOO_LARGE: 413,
  UNSUPPORTED: 501,
  UNREACHABLE: 503,
  INTERNAL: 500,
} as const;

export const errorCode = z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]);
export type ErrorCode = keyof typeof ERROR_STATUS;

/** A refusal that is part of normal life: returned as a value, never thrown. `error` tells a person what to do next. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly error: string;
}
