import { computed, inject, resource, Service } from '@angular/core';
import { waitingGate, type WaitingGate } from '@codev-hq/protocol/rest';
import * as z from 'zod/mini';
import { askHq, type HqTrouble } from './hq-http';
import { LiveHq } from './live-hq';

const gates = z.array(waitingGate);

/** Gates that are pending and not in the inbox, since nobody seems to work there any more. */
@Service()
export class StrandedGates {
  private readonly live = inject(LiveHq);

  private readonly answer = resource({
    // What comes to the inbox or leaves it may have been set apart, or is no longer.
    params: () =>
      this.live.loaded()
        ? this.live
            .gates()
            .map((gate) => gate.gate_id)
            .join(' ')
        : undefined,
    loader: async ({ abortSignal }) => {
      const answer = await askHq('/api/gates?state=stranded', gates, { signal: abortSignal });
      return answer.ok ? answer.value : null;
    },
  });

  /** Oldest first. Empty while HQ has not said. */
  readonly all = computed<readonly WaitingGate[]>(
    () => (this.answer.hasValue() ? this.answer.value() : null) ?? [],
  );

  /** It waits for a person after all. */
  bringIn(gateId: string): Promise<HqTrouble | null> {
    return this.say(gateId, 'bring-in');
  }

  /** Nobody will decide it, until it is asked for anew. */
  dismiss(gateId: string): Promise<HqTrouble | null> {
    return this.say(gateId, 'dismiss');
  }

  private async say(gateId: string, what: 'bring-in' | 'dismiss'): Promise<HqTrouble | null> {
    const path = `/api/gates/${encodeURIComponent(gateId)}/${what}`;
    const answer = await askHq(path, z.unknown(), { method: 'POST', body: {} });
    if (!answer.ok) return answer.trouble;
    this.answer.reload();
    return null;
  }
}
