/** Loaded with `--import` into a process under test: shifts its clock by what a file says. */
import { readFileSync } from 'node:fs';

/** Milliseconds. Looked at by who asks for the time, so that nobody goes by an old one for long, however busy. */
const LOOK_EVERY = 5;

const file = process.env['CLOCK_FILE'];
if (file !== undefined) shiftClock(file);

function shiftClock(clockFile: string): void {
  const RealDate = Date;
  let shift = 0;
  let lookedAt = -Infinity;
  const now = () => {
    if (performance.now() - lookedAt > LOOK_EVERY) {
      shift = Number(readFileSync(clockFile, 'utf8')) || 0;
      lookedAt = performance.now();
    }
    return RealDate.now() + shift;
  };
  globalThis.Date = new Proxy(RealDate, {
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
  });
}
