import type { Refusal } from '@codev-hq/protocol';

/** What a handler has to say; the adapter puts it under the request's id. `after` runs once the answer is sent. */
export type Reply =
  | { readonly kind: 'done'; readonly payload?: Record<string, unknown>; readonly after?: () => void }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'pong'; readonly ts: number };

export const done = (payload?: Record<string, unknown>, after?: () => void): Reply => ({
  kind: 'done',
  ...(payload && { payload }),
  ...(after && { after }),
});

export const refused = (refusal: Refusal): Reply => ({ kind: 'refused', refusal });

export function doneUnless(refusal: Refusal | undefined): Reply {
  return refusal ? refused(refusal) : done();
}

export function isReply(value: unknown): value is Reply {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
