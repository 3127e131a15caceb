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
    const { principal } = context.switchToHttp().getRequest<Request & { principal?: Principal }>();
    const id = principal?.id ?? '';
    this.callers.begin(id);
    // Fifty that come together do not all begin at once: each comes out of the same turn of the loop.
    await loopTurn();
    return next.handle().pipe(finalize(() => this.callers.end(id)));
  }
}

/** A route whose answer may take the reading of all that is stored: each caller gets some at a time. */
export const LongRead = () => applyDecorators(UseInterceptors(LongReadInterceptor));
