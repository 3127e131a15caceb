import type { Delivery } from '@codev-hq/protocol';
import type { AgentFarmConfig } from '../connector.config.js';
import { hasOlderFarm } from '../workspaces/older-farm.js';
import { TowerClient, type Words } from './tower-client.js';

const NO_WAY =
  'Codev 1.6 has no Tower that would pass words on. Say it in that builder’s own terminal; a gate’s status file has it too.';

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
    const none: Delivery = answer ?? { state: 'not_running', to: words.to };
    const isOlder = none.state === 'not_running' && (await hasOlderFarm(words.workspace));
    return isOlder ? { ...none, reason: NO_WAY } : none;
  }
}
