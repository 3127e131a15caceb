import { signal } from '@angular/core';
import type * as z from 'zod/mini';
import { askHq, type HqAnswer, type HqRequest } from '../hq-client/hq-http';
import { troubleWords } from './trouble-words';

/** What a page has HQ do: one thing at a time. Why it was not done is said until the next. */
export class Errand {
  private readonly underWay = signal(false);
  readonly busy = this.underWay.asReadonly();
  readonly problem = signal<string | null>(null);

  /** `null` while another is under way: a button pressed twice asks once. */
  async ask<T>(path: string, schema: z.ZodMiniType<T>, request: HqRequest): Promise<HqAnswer<T> | null> {
    if (this.underWay()) return null;
    this.underWay.set(true);
    this.problem.set(null);
    const answer = await askHq(path, schema, request);
    this.underWay.set(false);
    if (!answer.ok) this.problem.set(troubleWords(answer.trouble));
    return answer;
  }
}
