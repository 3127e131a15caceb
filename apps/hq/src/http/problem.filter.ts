import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ERROR_STATUS, type ErrorCode, type ProblemDetails } from '@codev-hq/protocol';
import type { Response } from 'express';
import { Problem } from './problem.js';

/** The one place where an error becomes an answer. What was not expected is logged whole and told in general words. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Problem');

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const problem = toProblem(exception);
    if (problem.code === 'INTERNAL') this.logger.error(exception);
    if (response.headersSent) {
      response.end();
      return;
    }
    if (exception instanceof Problem && exception.retryAfter !== undefined)
      response.setHeader('Retry-After', exception.retryAfter);
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }
}

export function toProblem(exception: unknown): ProblemDetails {
  if (exception instanceof Problem) {
    return { ...problem(exception.refusal.code, exception.refusal.error), ...exception.extra };
  }
  const status = httpStatus(exception);
  if (status === 404) return problem('NOT_FOUND', 'There is nothing at this address. See /api/openapi.json.');
  if (status === 413) return problem('TOO_LARGE', 'This request is too large. Send less than 1 MiB.');
  if (status >= 400 && status < 500)
    return problem('INVALID_MESSAGE', 'This request could not be read as JSON.');
  if (isDiskFull(exception)) {
    return problem(
      'INTERNAL',
      'HQ’s disk is full, so nothing was recorded. Make room where HQ runs, then try again.',
    );
  }
  return problem(
    'INTERNAL',
    'HQ met an error of its own; its log says more. Nothing was decided. Try again.',
  );
}

function problem(code: ErrorCode, detail: string): ProblemDetails {
  return {
    type: `urn:codev-hq:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: code.toLowerCase().replaceAll('_', ' '),
    status: ERROR_STATUS[code],
    detail,
    code,
    error: detail,
  };
}

function isDiskFull(exception: unknown): boolean {
  const code = exception instanceof Object && 'code' in exception ? exception.code : undefined;
  return code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_WRITE' || code === 'ENOSPC' || code === '53100';
}

function httpStatus(exception: unknown): number {
  if (exception instanceof HttpException) return exception.getStatus();
  // body-parser's errors carry a status without being Nest's.
  if (exception instanceof Error && 'status' in exception && typeof exception.status === 'number') {
    return exception.status;
  }
  return 500;
}
