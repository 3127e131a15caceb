import type { BrowserCommands } from '../load/browser-process.ts';
import type { LoadCommands } from '../load/load-process.ts';
import { RemoteProcess } from '../load/remote-calls.ts';
import { Hq } from '../servers/hq.ts';
import { Yardstick } from '../servers/yardstick.ts';

const LOAD = new URL('../load/load-process.ts', import.meta.url);
const BROWSER = new URL('../load/browser-process.ts', import.meta.url);

export type Load = RemoteProcess<LoadCommands>;
export type Browser = RemoteProcess<BrowserCommands>;

/** The processes of one measurement; all of them end with it. */
export class Stage {
  readonly #ends: (() => void | Promise<void>)[] = [];

  static async with<T>(measure: (stage: Stage) => Promise<T>): Promise<T> {
    const stage = new Stage();
    try {
      return await measure(stage);
    } finally {
      for (const end of stage.#ends.reverse()) await end();
    }
  }

  async hq(): Promise<Hq> {
    const hq = await Hq.start();
    this.#ends.push(() => hq.end());
    return hq;
  }

  async yardstick(): Promise<Yardstick> {
    const yardstick = await Yardstick.start();
    this.#ends.push(() => yardstick.end());
    return yardstick;
  }

  load(): Load {
    return this.#process(new RemoteProcess<LoadCommands>(LOAD));
  }

  browser(): Browser {
    return this.#process(new RemoteProcess<BrowserCommands>(BROWSER));
  }

  #process<P extends { end(): void }>(process: P): P {
    this.#ends.push(() => {
      process.end();
    });
    return process;
  }
}

/** HQ and the yardstick in turn, so that what else the machine does meets both. */
export async function inTurn<T>(
  rounds: number,
  hq: () => Promise<T>,
  yardstick: () => Promise<T>,
): Promise<{ hq: T[]; yardstick: T[] }> {
  const measured: { hq: T[]; yardstick: T[] } = { hq: [], yardstick: [] };
  for (let round = 0; round < rounds; round++) {
    measured.yardstick.push(await yardstick());
    measured.hq.push(await hq());
  }
  return measured;
}
