import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { DecisionFacts } from './decision-facts.js';
import { GateList } from './gate-list.js';

const LOOK_EVERY = 10 * 60_000;

/** Time alone strands a gate, and nothing tells of that: so it is looked for. */
@Injectable()
export class StrandedWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private known: ReadonlySet<string> = new Set();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly gates: GateList,
    private readonly facts: DecisionFacts,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(), LOOK_EVERY);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  look(): void {
    const stranded = new Set(this.gates.stranded().map((gate) => gate.gate_id));
    for (const id of stranded) if (!this.known.has(id)) this.facts.standing.next(id);
    this.known = stranded;
  }
}
