import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { HqMessageType, HqPayload, Refusal, ResponseEnvelope } from '@codev-hq/protocol';
import { randomUUID } from 'node:crypto';
import { Subject } from 'rxjs';

/** Something asked of a machine that is not a decision: nothing is kept of it, and nobody is asked twice. */
export interface Errand {
  readonly id: string;
  readonly instanceId: string;
  readonly type: HqMessageType;
  readonly payload: HqPayload<HqMessageType>;
  /** Called by who carries it: whether the machine's socket took it. */
  readonly taken: (went: boolean) => void;
}

export type ErrandResult =
  { readonly ok: true; readonly payload: unknown } | { readonly ok: false; readonly refusal: Refusal };

interface Open {
  readonly instanceId: string;
  readonly settle: (result: ErrandResult) => void;
}

/** Errands that are under way. Whoever carries them takes them from {@link posted} and brings the answers back. */
@Injectable()
export class ErrandDesk implements OnModuleDestroy {
  readonly posted = new Subject<Errand>();
  private readonly open = new Map<string, Open>();

  /** What the machine answers; a refusal in words when it is away, goes away, or says nothing for `within` ms. */
  ask<T extends HqMessageType>(
    instanceId: string,
    type: T,
    payload: HqPayload<T>,
    within: number,
  ): Promise<ErrandResult> {
    // Never a decision's id, which is a bare UUID.
    const id = `errand-${randomUUID()}`;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.settle(id, away('The machine did not answer in time')), within);
      const settle = (result: ErrandResult) => {
        clearTimeout(timer);
        this.open.delete(id);
        resolve(result);
      };
      this.open.set(id, { instanceId, settle });
      const taken = (went: boolean) => {
        if (!went) this.lost(id);
      };
      this.posted.next({ id, instanceId, type, payload, taken });
    });
  }

  /** For what is answered in another way, or not at all. False when the machine is away. */
  tell<T extends HqMessageType>(instanceId: string, type: T, payload: HqPayload<T>): boolean {
    let went = false;
    const taken = (by: boolean) => {
      went = by;
    };
    this.posted.next({ id: `errand-${randomUUID()}`, instanceId, type, payload, taken });
    return went;
  }

  /** A machine's answer. False when it answers nothing that was asked of it here. */
  answered(instanceId: string, response: ResponseEnvelope): boolean {
    if (this.open.get(response.id)?.instanceId !== instanceId) return false;
    if (response.success) {
      this.settle(response.id, { ok: true, payload: response.payload ?? {} });
      return true;
    }
    const { code = 'INTERNAL', error = 'The machine refused without a reason. Its log may say more.' } =
      response;
    this.settle(response.id, { ok: false, refusal: { code, error: error.slice(0, 4000) } });
    return true;
  }

  private lost(id: string): void {
    this.settle(id, away('The machine is offline'));
  }

  /** The connection they went by is gone. */
  lostAll(instanceId: string): void {
    for (const [id, errand] of [...this.open]) if (errand.instanceId === instanceId) this.lost(id);
  }

  onModuleDestroy(): void {
    for (const id of [...this.open.keys()]) this.settle(id, away('HQ is stopping'));
  }

  private settle(id: string, result: ErrandResult): void {
    this.open.get(id)?.settle(result);
  }
}

function away(what: string): ErrandResult {
  return { ok: false, refusal: { code: 'UNREACHABLE', error: `${what}. Try again when it is online.` } };
}
