import type { PipeTransform } from '@nestjs/common';
import { describeIssues } from '@codev-hq/protocol';
import type * as z from 'zod/mini';
import { Problem } from './problem.js';

/** Parses a body or query once, at the edge; what does not fit is answered with the field and what is wrong with it. */
export class SchemaPipe<T> implements PipeTransform<unknown, T> {
  constructor(
    private readonly schema: z.ZodMiniType<T>,
    private readonly what = 'This request',
  ) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new Problem({ code: 'INVALID_MESSAGE', error: describeIssues(this.what, parsed.error) });
  }
}
