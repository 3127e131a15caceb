import type { Delivery } from '@codev-hq/protocol';
import type { AgentFarmConfig } from '../connector.config.js';
import { TowerClient, type Words } from './tower-client.js';

/** Every agent farm's Tower on this machine. An agent is known to one of them: to the one that has its workspace. */
export class Towers {
  readonly all: readonly TowerClient[];

  constructor({ farms }: Pick<AgentFarmConfig, 'farms'>) {
    this.all = farms.map((farm) => new TowerClient(farm));
  }

  /** Asks one Tower after the other until one takes the words. When none does, what the most telling one said counts. */
  async send(words: Words): Promise<Delivery> {
    let answer: Delivery | undefined;
    for (const tower of this.all) {
      const said = await tower.send(words);
      if (said.state === 'delivered' || said.state === 'held') return said;
      if (!answer || (answer.state === 'not_running' && said.state === 'failed')) answer = said;
    }
    return answer ?? { state: 'not_running', to: words.to };
  }
}
