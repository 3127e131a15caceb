/**
 * Copies that go one after the other. To remove many worktrees takes minutes, each look finds a few less, and of every status
 * file the shorter list would be told each time: the first is told at once, and what is left when no more of them go.
 */
export class ShrinkingCopies {
  private look = 0;
  /** Of each path how many were left, and in which look that was found. */
  private readonly seen = new Map<string, { readonly look: number; readonly left: number }>();

  nextLook(): void {
    this.look += 1;
    // Where nothing went in a whole look, the next is a first one again.
    for (const [path, { look }] of this.seen) if (look < this.look - 2) this.seen.delete(path);
  }

  /** Whether to wait with telling of `now`; `told` is what was told last. */
  goesOn(path: string, told: readonly string[], now: readonly string[]): boolean {
    if (now.length >= told.length || !now.every((copy) => told.includes(copy))) return false;
    const seen = this.seen.get(path);
    if (seen?.left === now.length && seen.look < this.look) return false;
    if (seen?.left !== now.length) this.seen.set(path, { look: this.look, left: now.length });
    return seen !== undefined;
  }
}
