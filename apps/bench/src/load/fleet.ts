import { performance } from 'node:perf_hooks';
import type { Target } from './frame-socket.ts';
import { Machine } from './machine.ts';

/** Sockets that are being opened at a time; a machine that comes back by itself does not count. */
const OPENING = 200;

/** All machines of this process. What happens to them goes to whoever measures at the moment. */
export class Fleet {
  machines: Machine[] = [];
  onAcknowledged: (machine: Machine, milliseconds: number) => void = () => undefined;
  onApproval: (machine: Machine, frame: string) => void = () => undefined;
  failures = 0;
  firstFailure = '';
  #onRegistered: () => void = () => undefined;

  /** Opens and registers machines; how long that took, in seconds. */
  async connect(target: Target, from: number, count: number, files: number): Promise<{ seconds: number }> {
    const started = performance.now();
    await new Promise<void>((resolve) => {
      let opening = 0;
      let next = 0;
      let done = 0;
      const openMore = () => {
        while (opening < OPENING && next < count) {
          opening += 1;
          this.#add(target, from + next++, files).connect();
        }
      };
      this.#onRegistered = () => {
        opening -= 1;
        done += 1;
        if (done === count) resolve();
        else openMore();
      };
      openMore();
    });
    this.#onRegistered = () => undefined;
    return { seconds: (performance.now() - started) / 1000 };
  }

  registered(): number {
    return this.machines.filter(({ registered }) => registered).length;
  }

  end(): void {
    for (const machine of this.machines) machine.end();
    this.machines = [];
    this.failures = 0;
  }

  #add(target: Target, number: number, files: number): Machine {
    const machine = new Machine(target, number, files, {
      acknowledged: (acknowledged, milliseconds) => {
        this.onAcknowledged(acknowledged, milliseconds);
      },
      registered: () => {
        this.#onRegistered();
      },
      approval: (approved, frame) => {
        this.onApproval(approved, frame);
      },
      failed: (_, frame) => {
        this.failures += 1;
        this.firstFailure ||= frame;
      },
    });
    this.machines.push(machine);
    return machine;
  }
}
