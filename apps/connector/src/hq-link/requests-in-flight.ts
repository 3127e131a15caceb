import type { ResponseEnvelope } from '@codev-hq/protocol';

/** HQ's answer; or none, because it was not given in time or the connection ended. */
export type Answer = ResponseEnvelope | undefined;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly timer: NodeJS.Timeout;
}

/** Questions that were sent and whose answers have not come yet, by message id. */
export class RequestsInFlight {
  private readonly waiting = new Map<string, Waiting>();

  expect(id: string, timeoutMs: number): Promise<Answer> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.finish(id, undefined), timeoutMs);
      this.waiting.set(id, { resolve, timer });
    });
  }

  /** Answers whether anybody waited for it. */
  settle(response: ResponseEnvelope): boolean {
    return this.finish(response.id, response);
  }

  abandonAll(): void {
    for (const id of [...this.waiting.keys()]) this.finish(id, undefined);
  }

  private finish(id: string, answer: Answer): boolean {
    const waiting = this.waiting.get(id);
    if (!waiting) return false;
    this.waiting.delete(id);
    clearTimeout(waiting.timer);
    waiting.resolve(answer);
    return true;
  }
}
