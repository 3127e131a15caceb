import { HttpException } from '@nestjs/common';
import { ERROR_STATUS, type ProblemDetails, type Refusal } from '@codev-hq/protocol';

/** A refusal on its way to becoming a problem details answer (RFC 9457). */
export class Problem extends HttpException {
  constructor(
    readonly refusal: Refusal,
    readonly extra: Partial<Pick<ProblemDetails, 'candidates' | 'changed' | 'decision'>> = {},
    /** Seconds after which it may be asked again. */
    readonly retryAfter?: number,
  ) {
    super(refusal.error, ERROR_STATUS[refusal.code]);
  }
}
