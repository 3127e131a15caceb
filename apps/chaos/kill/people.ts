import { setTimeout as pause } from 'node:timers/promises';
import type { WaitingGate } from '@codev-hq/protocol';
import type { Office, Reply } from './office.ts';
import type { Seeded } from './seeded.ts';

export interface Promised {
  readonly decisionId: string;
  readonly gateId: string;
}

const SECOND_OPINION = 0.1;
/** HQ may be killed several times in a row, and starts slowly on a busy machine. */
const PATIENCE_MS = 90_000;
const AGAIN_AFTER = 150;

/** People who decide one gate after the other, and tap again when nothing came back. */
export class People {
  /** What HQ told somebody it has recorded: must never be lost. */
  readonly promised: Promised[] = [];
  readonly declined = new Map<string, number>();
  silences = 0;
  readonly #office: Office;
  readonly #random: Seeded;

  constructor(office: Office, random: Seeded) {
    this.#office = office;
    this.#random = random;
  }

  /** Decides all of them, one every `everyMs` at most, several at once when HQ is slow. */
  async decideAll(gates: readonly WaitingGate[], everyMs: number, atOnce: number): Promise<void> {
    const queue = this.#random.shuffled(gates);
    let notBefore = performance.now();
    const person = async () => {
      for (let gate = queue.pop(); gate; gate = queue.pop()) {
        const wait = notBefore - performance.now();
        notBefore = Math.max(notBefore, performance.now()) + everyMs;
        if (wait > 0) await pause(wait);
        await this.#decide(gate);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, person));
  }

  async #decide(gate: WaitingGate): Promise<void> {
    const both = this.#random.chance(SECOND_OPINION);
    await Promise.all([
      this.#untilAnswered('ada', gate),
      both ? this.#untilAnswered('grace', gate) : undefined,
    ]);
  }

  async #untilAnswered(who: 'ada' | 'grace', gate: WaitingGate): Promise<void> {
    const until = performance.now() + PATIENCE_MS;
    while (performance.now() < until) {
      const reply: Reply = await this.#office.approve(who, gate);
      if (reply.kind === 'recorded') {
        this.promised.push({ decisionId: reply.decisionId, gateId: gate.gate_id });
        return;
      }
      if (reply.kind === 'declined') {
        this.declined.set(reply.code, (this.declined.get(reply.code) ?? 0) + 1);
        return;
      }
      this.silences += 1;
      await pause(AGAIN_AFTER);
    }
    throw new Error(`HQ did not answer within ${PATIENCE_MS / 1000} s.`);
  }
}
