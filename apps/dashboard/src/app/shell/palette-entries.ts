import type { Decision, InstanceState, WaitingGate } from '@codev-hq/protocol';
import { linksTo, type ProjectLink } from '../hq-client/project-address';
import { projectsOf, type ProjectEntry } from '../hq-client/project-entry';
import { decisionWords } from '../ui/decision-words';
import type { IconName } from '../ui/icon';
import { gateWords } from '../ui/gate-words';
import { projectInWords } from '../ui/project-name';
import { PAGES } from './pages';

/** In this order they stand when nothing is typed; else where the best fit is comes first. */
export const PALETTE_GROUPS = ['gates', 'places', 'projects', 'machines', 'decisions', 'actions'] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

/** Something the palette finds: a place to go to, or something to do. */
export interface PaletteEntry {
  readonly key: string;
  readonly group: PaletteGroup;
  readonly icon: IconName;
  readonly name: string;
  /** Tells it apart from others of its name; searched too. */
  readonly hint: string;
  readonly to: string | (() => void);
}

export interface Known {
  readonly gates: readonly WaitingGate[];
  readonly instances: readonly InstanceState[];
  readonly decisions: readonly Decision[];
}

/** What can be gone to: what waits first, then pages, projects, machines, and what was decided. */
export function places({ gates, instances, decisions }: Known): PaletteEntry[] {
  const { entries } = projectsOf(instances);
  const links = linksTo(entries);
  const online = new Set(instances.filter((one) => one.online).map(({ instance_id }) => instance_id));
  return [
    ...gates.map(gateEntry),
    ...PAGES.map(pageEntry),
    ...entries.map((entry) => projectEntry(entry, links.get(entry.key))),
    ...instances.map(machineEntry),
    ...decisions.map((decision) => decisionEntry(decision, online.has(decision.instance_id))),
  ];
}

function gateEntry(gate: WaitingGate): PaletteEntry {
  return {
    group: 'gates',
    key: `gate ${gate.gate_id}`,
    icon: 'clock',
    name: projectInWords(gate.project_id, gate.title),
    hint: `${gateWords(gate.gate).label} · ${gate.project_name} · ${gate.instance_name}`,
    to: `/gate/${encodeURIComponent(gate.gate_id)}`,
  };
}

function pageEntry({ path, icon, label }: (typeof PAGES)[number]): PaletteEntry {
  return {
    key: `page ${path}`,
    group: 'places',
    icon,
    name: label(),
    hint: $localize`:@@shell.palette.page:Page`,
    to: path,
  };
}

function projectEntry({ key, file, repository, machine }: ProjectEntry, link?: ProjectLink): PaletteEntry {
  const words = [
    $localize`:@@shell.palette.project:Project`,
    file.project.phase,
    repository.name,
    machine.instance_name,
  ];
  return {
    group: 'projects',
    key: `project ${key}`,
    icon: 'file',
    name: projectInWords(file.project.id, file.project.title),
    hint: words.filter(Boolean).join(' · '),
    to: link ? addressOf(link) : '/projects',
  };
}

/** Found by its number too, as a commit or a message names it. */
function decisionEntry(decision: Decision, online: boolean): PaletteEntry {
  const { decision_id: id, project_id, title, gate, approver } = decision;
  const words = [
    $localize`:@@shell.palette.decision:Decision`,
    gateWords(gate).label,
    decisionWords(decision, online).short,
    approver.name,
    id,
  ];
  return {
    group: 'decisions',
    key: `decision ${id}`,
    icon: 'commit',
    name: projectInWords(project_id, title),
    hint: words.join(' · '),
    to: `/decisions/${encodeURIComponent(id)}`,
  };
}

function addressOf({ path: [pages = '', ...names], query }: ProjectLink): string {
  const address = [pages, ...names.map(encodeURIComponent)].join('/');
  return query.at === undefined ? address : `${address}?${new URLSearchParams({ at: query.at }).toString()}`;
}

function machineEntry({ instance_id, instance_name, online, projects }: InstanceState): PaletteEntry {
  const state = online
    ? $localize`:@@shell.palette.online:online`
    : $localize`:@@shell.palette.offline:offline`;
  return {
    group: 'machines',
    key: `machine ${instance_id}`,
    icon: 'machine',
    name: instance_name,
    hint: [
      $localize`:@@shell.palette.machine:Machine`,
      state,
      ...projects.slice(0, 3).map(({ name }) => name),
    ].join(' · '),
    to: `/machines?q=${encodeURIComponent(instance_name)}`,
  };
}
