import type { InstanceState, WaitingGate } from '@codev-hq/protocol';
import type { IconName } from '../ui/icon';
import { gateWords } from '../ui/gate-words';
import { PAGES } from './pages';

/** Something the palette finds: a place to go to, or something to do. */
export interface PaletteEntry {
  readonly key: string;
  readonly icon: IconName;
  readonly name: string;
  /** Tells it apart from others of its name; searched too. */
  readonly hint: string;
  readonly to: string | (() => void);
}

/** What can be gone to: what waits first, then pages, projects and machines. */
export function places(gates: readonly WaitingGate[], instances: readonly InstanceState[]): PaletteEntry[] {
  return [
    ...gates.map(gateEntry),
    ...PAGES.map(pageEntry),
    ...instances.flatMap(projectEntries),
    ...instances.map(machineEntry),
  ];
}

function gateEntry(gate: WaitingGate): PaletteEntry {
  return {
    key: `gate ${gate.gate_id}`,
    icon: 'clock',
    name: `${gate.project_id} ${gate.title}`,
    hint: `${gateWords(gate.gate).label} · ${gate.project_name} · ${gate.instance_name}`,
    to: `/gate/${encodeURIComponent(gate.gate_id)}`,
  };
}

function pageEntry({ path, icon, label }: (typeof PAGES)[number]): PaletteEntry {
  return { key: `page ${path}`, icon, name: label(), hint: $localize`:@@shell.palette.page:Page`, to: path };
}

function projectEntries(instance: InstanceState): PaletteEntry[] {
  return instance.status_files.map((file) => ({
    key: `project ${instance.instance_id} ${file.project_path} ${file.worktree ?? ''} ${file.path}`,
    icon: 'file',
    name: `${file.project.id} ${file.project.title}`,
    hint: [$localize`:@@shell.palette.project:Project`, file.project.phase, instance.instance_name]
      .filter(Boolean)
      .join(' · '),
    to: '/projects',
  }));
}

function machineEntry({ instance_id, instance_name, online, projects }: InstanceState): PaletteEntry {
  const state = online
    ? $localize`:@@shell.palette.online:online`
    : $localize`:@@shell.palette.offline:offline`;
  return {
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
