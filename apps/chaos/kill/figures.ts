import type { Decision } from '@codev-hq/protocol';
import type { Agents } from './agents.ts';
import type { FaultProxy } from './fault-proxy.ts';
import type { Host } from './host.ts';
import type { Machine } from './machine.ts';
import type { People } from './people.ts';
import type { Trouble } from './trouble.ts';

export interface Figures {
  readonly faults: readonly string[];
  readonly decisions: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly rows: readonly (readonly [string, string | number])[];
}

export interface Course {
  readonly plan: { readonly seed: number };
  readonly machines: readonly Machine[];
  readonly hosts: readonly Host[];
  readonly people: People;
  readonly agents: Agents;
  readonly trouble: Trouble;
  readonly proxy: FaultProxy;
  readonly decisions: readonly Decision[];
  readonly audit: string;
  readonly faults: readonly string[];
  /** Milliseconds. */
  readonly times: Readonly<Record<'start' | 'trouble' | 'heal' | 'all', number>>;
}

export function figuresOf(course: Course): Figures {
  const { decisions, faults, people, agents, trouble, proxy, hosts, machines, times } = course;
  const byState = tally(decisions.map(({ state }) => state));
  const refusals = tally(decisions.flatMap(({ refusal }) => (refusal ? [refusal.code] : [])));
  const alone = hosts.filter((host) => host.machines.length === 1).length;
  const { counts } = proxy;
  return {
    faults,
    decisions: decisions.length,
    byState,
    rows: [
      ['seed', course.plan.seed],
      ['machines', `${machines.length} (each its own data directory, repository and socket)`],
      [
        'processes with connectors',
        `${hosts.length}: ${alone} with one each, ${hosts.length - alone} hosting the others`,
      ],
      ['decisions', decisions.length],
      ['… by final state', words(byState)],
      ['… refused because', words(refusals)],
      ...said(decisions),
      ['taps HQ confirmed / declined / left unanswered', tapWords(people)],
      ['decisions carried to machines, and again', `${counts.decisionsCarried}, ${counts.resent} again`],
      ['kill -9 of HQ', trouble.counts.hqKills],
      [
        'kill -9 of connector processes',
        `${trouble.counts.hostKills} (${trouble.counts.connectorsKilled} connectors)`,
      ],
      ['connections cut', counts.cuts],
      ['connections delayed', counts.delays],
      ['connections half-open', counts.halfOpen],
      ['frames carried, of these twice', `${counts.frames}, ${counts.duplicated}`],
      ['clock jumps', trouble.counts.clockJumps],
      ['agents’ edits meanwhile', `${agents.logLines} log lines, ${agents.rewrites} gates asked for anew`],
      ['audit', course.audit.split('\n')[0] ?? ''],
      [
        'seconds: start, trouble, heal, all',
        [times.start, times.trouble, times.heal, times.all].map((ms) => (ms / 1000).toFixed(1)).join(', '),
      ],
      ['faults', faults.length],
    ],
  };
}

export function table(rows: Figures['rows']): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

/** What people were told, numbers and names aside. */
function said(decisions: readonly Decision[]): [string, string][] {
  const sentences = decisions.flatMap(({ refusal }) => (refusal ? [withoutNames(refusal.error)] : []));
  return Object.entries(tally(sentences)).map(([sentence, count]) => [
    '… in words',
    `${count} × ${sentence}`,
  ]);
}

function withoutNames(sentence: string): string {
  return sentence
    .replaceAll(/(?:\/[\w.-]+)+/g, '…')
    .replaceAll(/[0-9a-f]{7,}/g, '…')
    .slice(0, 300);
}

function tapWords({ promised, declined, silences }: People): string {
  return `${promised.length} / ${words(Object.fromEntries(declined))} / ${silences}`;
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function words(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.join(', ') || 'none';
}
