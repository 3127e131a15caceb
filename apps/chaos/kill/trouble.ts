import { setTimeout as pause } from 'node:timers/promises';
import type { Hq } from '../../e2e/testing/hq.ts';
import type { Agents } from './agents.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { FaultyLink } from './faulty-link.ts';
import type { Host } from './host.ts';
import type { ProcessClock } from '../../e2e/testing/process-clock.ts';
import type { Seeded } from './seeded.ts';

export interface Scene {
  readonly hq: Hq;
  readonly hqClock: ProcessClock;
  readonly hosts: readonly Host[];
  readonly proxy: FaultProxy;
  readonly agents: Agents;
}

export interface Bounds {
  readonly hqKills: number;
  readonly hostKills: number;
  /** Milliseconds between two troubles, at least and at most. */
  readonly every: readonly [number, number];
}

const HOUR = 3_600_000;

/** Makes trouble until it is stopped: what, where and in which order comes from the seed. */
export class Trouble {
  readonly counts = { hqKills: 0, hostKills: 0, connectorsKilled: 0, clockJumps: 0 };
  readonly #scene: Scene;
  readonly #bounds: Bounds;
  readonly #random: Seeded;
  readonly #aimed: Seeded;
  readonly #underWay = new Set<Promise<void>>();
  #hqDown = false;
  #failure: unknown;

  constructor(scene: Scene, bounds: Bounds, random: Seeded) {
    this.#scene = scene;
    this.#bounds = bounds;
    this.#random = random;
    this.#aimed = random.branch('aimed');
  }

  /** Goes on until `over` says so and every kind of kill has happened often enough. */
  async make(over: () => boolean): Promise<void> {
    while (!over() || !this.#enough) {
      if (this.#failure !== undefined) throw this.#failure as Error;
      this.#scene.agents.work();
      this.#next();
      await pause(this.#random.between(...this.#bounds.every));
    }
    await Promise.all(this.#underWay);
    if (this.#failure !== undefined) throw this.#failure as Error;
  }

  /** A decision or its answer is on the way: the moment when a kill hurts most. */
  passing(type: string): void {
    const { hqKills, hostKills } = this.#bounds;
    if (type === 'approval' && this.counts.hostKills < hostKills && this.#aimed.chance(0.05))
      this.#note(this.#killHost(this.#aimed, this.#aimed.between(0, 120)));
    if (type === 'response' && this.counts.hqKills < hqKills && this.#aimed.chance(0.02))
      this.#note(this.#killHq(this.#aimed));
  }

  get #enough(): boolean {
    return this.counts.hqKills >= this.#bounds.hqKills && this.counts.hostKills >= this.#bounds.hostKills;
  }

  #next(): void {
    const { proxy, hqClock, hosts } = this.#scene;
    const random = this.#random;
    const kind = random.next();
    if (kind < 0.1) this.#note(this.#killHq(random));
    else if (kind < 0.25) this.#note(this.#killHost(random, 0));
    else if (kind < 0.45) this.#onLinks(4, (link) => proxy.cut(link));
    else if (kind < 0.6) this.#onLinks(6, (link) => proxy.delay(link, random.between(20, 800)));
    else if (kind < 0.7) this.#onLinks(3, (link) => proxy.halfOpen(link));
    else if (kind < 0.85) {
      const often = random.branch('duplicates');
      this.#onLinks(8, (link) => {
        link.duplicates = () => often.chance(0.5);
      });
    } else this.#jump(kind < 0.92 ? hqClock : random.pick(hosts).clock);
  }

  #jump(clock: ProcessClock): void {
    this.counts.clockJumps += 1;
    clock.jump(this.#random.between(-30, 30) * HOUR + this.#random.between(0, HOUR));
  }

  #onLinks(most: number, spoil: (link: FaultyLink) => void): void {
    const { links } = this.#scene.proxy;
    const chosen = this.#random.shuffled(links).slice(0, this.#random.between(1, most));
    for (const link of chosen) spoil(link);
  }

  async #killHq(random: Seeded): Promise<void> {
    if (this.#hqDown || this.counts.hqKills >= this.#bounds.hqKills) return;
    this.#hqDown = true;
    this.counts.hqKills += 1;
    const away = random.between(0, 800);
    if (!this.#scene.hq.process.running)
      throw new Error(`HQ ended by itself:\n${this.#scene.hq.process.output}`);
    await this.#scene.hq.stop('SIGKILL');
    await pause(away);
    await this.#scene.hq.start();
    this.#hqDown = false;
  }

  async #killHost(random: Seeded, delay: number): Promise<void> {
    if (this.counts.hostKills >= this.#bounds.hostKills) return;
    this.counts.hostKills += 1;
    const host = random.pick(this.#scene.hosts);
    const away = random.between(0, 500);
    this.counts.connectorsKilled += host.machines.length;
    await pause(delay);
    await host.crash(() => pause(away));
  }

  #note(work: Promise<void>): void {
    const noted: Promise<void> = work
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#underWay.delete(noted));
    this.#underWay.add(noted);
  }
}
