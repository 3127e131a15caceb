import { reader } from '../../locale/language';
import { countInWords } from '../ui/age-format';
import type { MachineEntry } from './machine-entry';

/** `12 ms`, `1.3 s`, `<1 ms`. */
export function latencyInWords(ms: number): string {
  if (ms < 1) return `<${inUnit(1, 'millisecond', 0)}`;
  return ms < 1000 ? inUnit(ms, 'millisecond', 0) : inUnit(ms / 1000, 'second', 1);
}

export function projectsInWords(count: number): string {
  return count === 1
    ? $localize`:@@machines.one-project:1 project`
    : $localize`:@@machines.projects:${countInWords(count)}:count: projects`;
}

/** `shop`; `shop, blog and 3 more`. */
export function repositoriesInWords(names: readonly string[]): string {
  const [first, second, ...rest] = names;
  if (first === undefined) return $localize`:@@machines.no-repository:no repository`;
  if (second === undefined) return first;
  if (rest.length === 0) return `${first}, ${second}`;
  return $localize`:@@machines.more-repositories:${first}:first:, ${second}:second: and ${countInWords(rest.length)}:count: more`;
}

export function reconnectsInWords(count: number): string {
  return count === 1
    ? $localize`:@@machines.one-reconnect:1 reconnect today`
    : $localize`:@@machines.reconnects:${countInWords(count)}:count: reconnects today`;
}

/** `2 wait`, beside the projects. */
export function waitingInShort(count: number): string {
  return count === 1
    ? $localize`:@@machines.one-waits:1 waits`
    : $localize`:@@machines.wait:${countInWords(count)}:count: wait`;
}

export function waitingInWords(count: number): string {
  return count === 1
    ? $localize`:@@machines.one-gate-waits:1 gate that waits for a person`
    : $localize`:@@machines.gates-wait:${countInWords(count)}:count: gates that wait for a person`;
}

/** What HQ loses with a machine, each in a line. */
export function lossesOf({ machine, waiting, undelivered }: MachineEntry): readonly string[] {
  const { status_files, builders } = machine;
  return [
    status_files.length > 0 && projectsInWords(status_files.length),
    waiting > 0 && waitingInWords(waiting),
    builders.length > 0 && buildersInWords(builders.length),
    undelivered > 0 && undeliveredInWords(undelivered),
  ].filter((words) => words !== false);
}

function buildersInWords(count: number): string {
  return count === 1
    ? $localize`:@@machines.one-builder:1 builder`
    : $localize`:@@machines.builders:${countInWords(count)}:count: builders`;
}

function undeliveredInWords(count: number): string {
  return count === 1
    ? $localize`:@@machines.one-undelivered:1 decision that it has not answered and that then comes to nothing`
    : $localize`:@@machines.undelivered:${countInWords(count)}:count: decisions that it has not answered and that then come to nothing`;
}

function inUnit(value: number, unit: 'millisecond' | 'second', digits: number): string {
  return new Intl.NumberFormat(reader.locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
