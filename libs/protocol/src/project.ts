import * as z from 'zod/mini';
import { looseText, name, path } from './field.js';

/** A repository that the connector serves. `path` is the absolute root of its main checkout. */
export const registeredProject = z.object({
  path,
  name,
  git_remote: z.optional(looseText(2048)),
});
export type RegisteredProject = z.infer<typeof registeredProject>;

export const BUILDER_STATUSES = ['spawning', 'implementing', 'blocked', 'pr-ready', 'complete'] as const;
export const builderStatus = z.enum(BUILDER_STATUSES);
