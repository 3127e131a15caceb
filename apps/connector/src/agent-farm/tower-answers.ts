import type { Delivery } from '@codev-hq/protocol';
import * as z from 'zod/mini';
import type { TowerResult } from './tower-client.js';

/** What Tower says about words it was given. Older ones say less. */
export const sendAnswer = z.object({
  ok: z.optional(z.boolean()),
  resolvedTo: z.optional(z.nullable(z.string())),
  delivered: z.optional(z.boolean()),
  held: z.optional(z.boolean()),
  deferred: z.optional(z.boolean()),
  reason: z.optional(z.nullable(z.string())),
  error: z.optional(z.nullable(z.string())),
});
export type SendAnswer = z.infer<typeof sendAnswer>;

/** How far words came: what Tower only keeps for later was not delivered. */
export function deliveryOf(result: TowerResult<SendAnswer>, to: string): Delivery {
  if (result.kind === 'absent') return { state: 'not_running', to, reason: result.words };
  if (result.kind === 'failed')
    return { state: result.status === 404 ? 'not_running' : 'failed', to, reason: result.words };
  const { value } = result;
  const known = { to: value.resolvedTo?.slice(0, 256) || to };
  const reason = (value.reason ?? value.error)?.slice(0, 1000);
  const why = reason ? { reason } : {};
  if (value.held === true || value.deferred === true) return { state: 'held', ...known, ...why };
  if (value.ok === false || value.delivered === false) return { state: 'failed', ...known, ...why };
  return { state: 'delivered', ...known };
}
