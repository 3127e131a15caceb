/**
 * Loaded with `--import` into a process under test: writes down how long its event loop was held up and how much memory
 * it has.
 */
import { appendFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const REPORT_EVERY = 250;
const TICK = 10;

const reportFile = process.env['CHAOS_REPORT_FILE'];
if (reportFile !== undefined) report(reportFile);

/** One line of JSON for each {@link REPORT_EVERY}: see `LoopReport` in loop-watch.ts. */
function report(file: string): void {
  const delay = monitorEventLoopDelay({ resolution: TICK });
  delay.enable();
  // On a shared machine the loop is also late when the process gets no processor; its own time on it tells which.
  let longestOwn = 0;
  let before = process.threadCpuUsage();
  setInterval(() => {
    const now = process.threadCpuUsage();
    longestOwn = Math.max(longestOwn, (now.user + now.system - before.user - before.system) / 1000);
    before = now;
  }, TICK).unref();
  setInterval(() => {
    const line = {
      at: Date.now(),
      longest_ms: delay.max / 1e6,
      longest_own_ms: longestOwn,
      rss: process.memoryUsage.rss(),
    };
    delay.reset();
    longestOwn = 0;
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }, REPORT_EVERY).unref();
}
