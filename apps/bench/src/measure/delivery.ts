import type { Figure } from '../figures/figure.ts';
import type { Plan } from '../plan.ts';
import { Stage } from './stage.ts';

const ONLINE = 1000;

/** From a person's click to the frame on the machine, decisions being durable before they are sent. */
export async function delivery({ deliveries }: Plan): Promise<Figure[]> {
  return Stage.with(async (stage) => {
    const [hq, load] = [await stage.hq(), stage.load()];
    await load.call('connect', { target: hq.target, from: 0, count: ONLINE, files: 1 });
    await load.call('fill');
    const key = await hq.key('read,approve');
    const { delivered, answered } = await load.call('approve', { url: hq.url, key, count: deliveries });
    const name = `approve → delivered, ${ONLINE.toLocaleString('en')} online`;
    return [
      { name: `${name}, p50`, unit: 'ms', hq: delivered.p50 },
      { name: `${name}, p99`, unit: 'ms', hq: delivered.p99 },
      { name: 'approve → recorded and answered, p50', unit: 'ms', hq: answered.p50 },
      { name: 'approve → recorded and answered, p99', unit: 'ms', hq: answered.p99 },
    ];
  });
}
