import type { LookedRequest } from '@codev-hq/protocol';
import { lookedAnswer } from '@codev-hq/protocol/rest';
import { askHq } from './hq-http';

/** Tells HQ what somebody has in front of them at a gate. False when that did not arrive: nothing else depends on it. */
export async function tellLook(gateId: string, seen: LookedRequest): Promise<boolean> {
  const path = `/api/gates/${encodeURIComponent(gateId)}/looked`;
  return (await askHq(path, lookedAnswer, { method: 'POST', body: seen })).ok;
}
