/** Runs work one after the other for each key; different keys do not wait for each other. */
export class OneAtATime {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.tails.size > 0) await Promise.allSettled(this.tails.values());
  }

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve();
    // A failure belongs to the one who asked, not to the next in line.
    const mine = before.then(work, work);
    this.tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.tails.get(key) === mine) this.tails.delete(key);
    }
  }
}
