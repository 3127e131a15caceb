import type {
  BuilderView,
  Decision,
  InstanceState,
  InstanceView,
  StatusFileView,
  WaitingGate,
} from '@codev-hq/protocol';
import { decisionsAbout } from '../ui/gate-proof';

export interface ProjectFile {
  readonly key: string;
  readonly file: StatusFileView;
  readonly waiting: readonly WaitingGate[];
  /** The newest decision about a gate of this file: its page is the way to what was decided. */
  readonly decided: Decision | null;
}

export interface Repository {
  readonly path: string;
  readonly name: string;
  readonly files: readonly ProjectFile[];
  readonly builders: readonly BuilderView[];
}

export interface Machine {
  readonly instance: InstanceView;
  readonly repositories: readonly Repository[];
}

/** Groups what a machine has under its repositories. A file belongs to the repository it names and to no other. */
export function machineOf(
  instance: InstanceState,
  gates: readonly WaitingGate[],
  decisions: readonly Decision[] = [],
): Machine {
  const repositories = instance.projects.map((project) => ({
    path: project.path,
    name: project.name,
    files: instance.status_files
      .filter((file) => file.project_path === project.path)
      .map((file) => ({
        key: `${file.worktree ?? ''}\n${file.path}`,
        file,
        waiting: gates.filter((gate) => gate.instance_id === instance.instance_id && isIn(gate, file)),
        decided: decisionsAbout({ ...file, instance_id: instance.instance_id }, decisions)[0] ?? null,
      }))
      .sort((a, b) => a.file.project.id.localeCompare(b.file.project.id, undefined, { numeric: true })),
    builders: instance.builders.filter((builder) => builder.project_path === project.path),
  }));
  return { instance, repositories };
}

function isIn(gate: WaitingGate, file: StatusFileView): boolean {
  return (
    gate.project_path === file.project_path &&
    gate.status_file === file.path &&
    gate.worktree === file.worktree
  );
}
