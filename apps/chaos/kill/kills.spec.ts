import { cleanUp } from '../../e2e/testing/scratch.ts';
import { campaign } from './campaign.ts';
import { table, type Figures } from './figures.ts';
import { SHORT } from './plans.ts';

const SEED = 70;

describe('HQ and connectors killed, cut off and confused while people decide', () => {
  let figures: Figures;

  beforeAll(async () => {
    figures = await campaign({ ...SHORT, seed: SEED, say: () => undefined });
    process.stdout.write(`${table(figures.rows)}\n`);
  });
  afterAll(cleanUp);

  test('S6 S8 C14: every decision is applied exactly once or ended with a reason, every mirror is the disk', () => {
    expect(figures.faults).toEqual([]);
  });

  test('there were decisions to lose, and most were applied', () => {
    expect(figures.decisions).toBeGreaterThanOrEqual(40);
    expect(figures.byState['applied']).toBeGreaterThanOrEqual(30);
  });
});
