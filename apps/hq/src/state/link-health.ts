import { Injectable } from '@nestjs/common';

export interface LinkState {
  /** Of the last ping, there and back; milliseconds. */
  readonly latency?: { readonly ms: number; readonly at: number };
  readonly reconnectsToday: number;
}

interface Link {
  latency?: { readonly ms: number; readonly at: number };
  day: string;
  reconnects: number;
}

/** How good the line to each machine is. Measured anew after a start, so nothing of it is stored. */
@Injectable()
export class LinkHealth {
  private readonly links = new Map<string, Link>();

  measured(instanceId: string, ms: number, at: number): void {
    this.of(instanceId, at).latency = { ms, at };
  }

  reconnected(instanceId: string, at: number): void {
    this.of(instanceId, at).reconnects += 1;
  }

  forget(instanceId: string): void {
    this.links.delete(instanceId);
  }

  state(instanceId: string, now: number): LinkState {
    const { latency, reconnects } = this.of(instanceId, now);
    return { ...(latency && { latency }), reconnectsToday: reconnects };
  }

  private of(instanceId: string, now: number): Link {
    const day = new Date(now).toISOString().slice(0, 10);
    const link = this.links.get(instanceId) ?? { day, reconnects: 0 };
    if (link.day !== day) Object.assign(link, { day, reconnects: 0 });
    this.links.set(instanceId, link);
    return link;
  }
}
