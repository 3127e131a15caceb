import { WorkWatch } from './work-watch.js';

const builder = (nth: number) => ({
  builderId: `builder-spir-${nth}`,
  projectIds: [`${nth}`],
  worktree: `/r/.builders/spir-${nth}`,
  branch: undefined,
  lastActivity: 0,
});

describe('looking for work', () => {
  test('is done in one worktree after the other, resting more than it looks, and ends when it is stopped', async () => {
    const looked: string[] = [];
    const rests: number[] = [];
    let atOnce = 0;
    const project = {
      builders: () => Array.from({ length: 100 }, (_, nth) => builder(nth)),
      lookForWork: async (worktree: string) => {
        expect((atOnce += 1)).toBe(1);
        await Promise.resolve();
        looked.push(worktree);
        atOnce -= 1;
      },
    };
    let roundIsOver: () => void;
    const round = new Promise<void>((resolve) => (roundIsOver = resolve));
    const rest = (ms: number, stopped: AbortSignal): Promise<void> => {
      rests.push(ms);
      if (rests.length <= 100) return Promise.resolve();
      roundIsOver();
      return new Promise((resolve) => stopped.addEventListener('abort', () => resolve()));
    };
    const watch = new WorkWatch(() => [project], rest);
    watch.start();
    await round;
    expect(looked).toEqual(project.builders().map(({ worktree }) => worktree));
    expect(Math.min(...rests.slice(0, 100))).toBeGreaterThanOrEqual(50);
    expect(rests[100]).toBeGreaterThan(50_000);
    await watch.stop();
    expect(looked).toHaveLength(100);
  });
});
