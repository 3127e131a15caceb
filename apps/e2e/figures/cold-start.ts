import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { NodeProcess, ROOT } from '../testing/node-process.ts';
import { freePort, scratchFolder } from '../testing/scratch.ts';

const SETTLE_MS = 5000;

export interface ColdStart {
  readonly milliseconds: number;
  readonly idleMegabytes: number;
}

/** HQ on a new data folder: from the start of the process to its first answer, and its memory when nothing happens. */
export async function coldStart(): Promise<ColdStart> {
  const port = await freePort();
  const env = { PORT: String(port), CODEV_HQ_DATA_DIR: scratchFolder('cold') };
  const started = performance.now();
  const hq = new NodeProcess([join(ROOT, 'dist/apps/hq/main.js')], env);
  while (!(await answers(port))) {
    if (!hq.running) throw new Error(hq.output);
    await pause(2);
  }
  const milliseconds = performance.now() - started;
  await pause(SETTLE_MS); // idle is what is left when the start's garbage is gone
  const idleMegabytes = residentMegabytes(hq.pid);
  await hq.end('SIGTERM');
  return { milliseconds, idleMegabytes };
}

async function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}

function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}
