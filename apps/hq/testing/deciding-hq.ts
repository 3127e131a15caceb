import type { Decision, GateDetail, WaitingGate } from '@codev-hq/protocol';
import { APPROVE, FakeMachine, statusFile, statusUpdate } from './fake-machine.js';
import { FIXED_KEY, RunningHq } from './running-hq.js';

/** How a machine says that it applied a decision. */
export const OUTCOME = {
  outcome: 'applied',
  status_file: 'codev/status/0068-feature.md',
  digest: 'a'.repeat(64),
  commit: 'abc1234',
};

/** A running HQ with one person signed in and one machine whose spike's own gate waits. */
export class DecidingHq {
  private constructor(
    public hq: RunningHq,
    public ada: string,
    readonly machine: FakeMachine,
  ) {}

  static async start(
    setting: Parameters<typeof RunningHq.start>[0],
    features: readonly string[] = ['decision_response', 'proof', 'manifest'],
  ): Promise<DecidingHq> {
    const hq = await RunningHq.start(setting);
    const ada = await hq.signIn('Ada Lovelace', 'ada@example.org');
    const machine = await FakeMachine.registered(hq.url, FIXED_KEY, { features });
    await machine.request('status_update', statusUpdate(statusFile()));
    return new DecidingHq(hq, ada, machine);
  }

  /** The same HQ again, on the same data; the machine has to come back by itself. */
  async restart(): Promise<this> {
    this.hq = await this.hq.restart();
    this.ada = await this.hq.signIn('Ada Lovelace', 'ada@example.org');
    return this;
  }

  approve(body: Record<string, unknown> = {}, cookie = this.ada): Promise<Response> {
    return this.hq.call('POST', '/api/approve', { body: { ...APPROVE, ...body }, cookie });
  }

  async decisionOf(id: string): Promise<Decision> {
    return (await (
      await this.hq.call('GET', `/api/decisions/${id}`, { cookie: this.ada })
    ).json()) as Decision;
  }

  async gates(): Promise<WaitingGate[]> {
    return (await (await this.hq.call('GET', '/api/gates', { cookie: this.ada })).json()) as WaitingGate[];
  }

  async detail(gateId: string): Promise<GateDetail> {
    return (await (
      await this.hq.call('GET', `/api/gates/${gateId}`, { cookie: this.ada })
    ).json()) as GateDetail;
  }

  /** The decision once it is in that state. */
  async decided(id: string, state: string): Promise<Decision> {
    for (;;) {
      const decision = await this.decisionOf(id);
      if (decision.state === state) return decision;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
