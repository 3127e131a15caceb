/**
 * Loaded with `--import` into a process under test: shifts its clock by what a file says, and writes down how long
 * its event loop was held up and how much memory it has.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const LOOK_EVERY = 100;
const REPORT_EVERY = 250;
const TICK = 10;

const RealDate = Date;
let shift = 0;

const clockFile = process.env['CHAOS_CLOCK_FILE'];
if (clockFile !== undefined) shiftClock(clockFile);
const reportFile = process.env['CHAOS_REPORT_FILE'];
if (reportFile !== undefined) report(reportFile);

function shiftClock(file: string): void {
  const look = () => {
    shift = Number(readFileSync(file, 'utf8')) || 0;
  };
  look();
  setInterval(look, LOOK_EVERY).unref();
  const now = () => RealDate.now() + shift;
  globalThis.Date = new Proxy(RealDate, {
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
  });
}

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
      at: RealDate.now(),
      longest_ms: delay.max / 1e6,
      longest_own_ms: longestOwn,
      rss: process.memoryUsage.rss(),
    };
    delay.reset();
    longestOwn = 0;
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  }, REPORT_EVERY).unref();
}
