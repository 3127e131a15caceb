import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Request } from 'express';
import { finalize, type Observable } from 'rxjs';
import { Problem } from '../http/problem.js';
import { loopTurn } from '../persistence/loop-turns.js';
import type { Principal } from './principal.js';

/** Long reads of one caller at a time; a page of the dashboard begins two or three. */
const MOST_EACH = 6;
/** Seconds after which it may be tried again. */
const TRY_AGAIN_AFTER = 2;

/** How much each caller is reading: what one asks for must not keep everybody else waiting. */
@Injectable()
export class ReadingCallers {
  private readonly reading = new Map<string, number>();

  begin(callerId: string): void {
    const already = this.reading.get(callerId) ?? 0;
    if (already >= MOST_EACH) {
      const error = `HQ is already reading ${already} long answers for you. Wait for one of them, then try again.`;
      throw new Problem({ code: 'RATE_LIMITED', error }, {}, TRY_AGAIN_AFTER);
    }
    this.reading.set(callerId, already + 1);
  }

  end(callerId: string): void {
    const left = (this.reading.get(callerId) ?? 1) - 1;
    if (left > 0) this.reading.set(callerId, left);
    else this.reading.delete(callerId);
  }
}

@Injectable()
class LongReadInterceptor implements NestInterceptor {
  constructor(private readonly callers: ReadingCallers) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request & { principal?: Principal }>();
    const id = readerOf(request);
    this.callers.begin(id);
    // Fifty that come together do not all begin at once: each comes out of the same turn of the loop.
    await loopTurn();
    return next.handle().pipe(finalize(() => this.callers.end(id)));
  }
}

/**
 * Whose places a request takes. The cookie alone has its own, and not from another page: it reaches every port of its host, also
 * the one where an agent shows its work, which must not take the places that the person needs.
 */
function readerOf({ principal, headers }: Request & { principal?: Principal }): string {
  const id = principal?.id ?? '';
  if (!principal?.byCookieAlone) return id;
  if (ELSEWHERE.has(String(headers['sec-fetch-site']))) {
    const error = 'A page that is not HQ’s asked for this with your cookie. Look at it in Codev HQ itself.';
    throw new Problem({ code: 'FORBIDDEN', error });
  }
  return `${id} by cookie`;
}

/** What browsers say of a request that neither the same page's origin nor the person made. */
const ELSEWHERE: ReadonlySet<string> = new Set(['cross-site', 'same-site']);

/** A route whose answer may take the reading of all that is stored: each caller gets some at a time. */
export const LongRead = () => applyDecorators(UseInterceptors(LongReadInterceptor));
