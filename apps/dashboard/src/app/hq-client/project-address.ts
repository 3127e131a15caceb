import { grouped } from './grouped';
import type { ProjectEntry } from './project-entry';

/** What a project's address says: `/projects/<machine>/<repository>/<id>`, and `?at=` where that fits several. */
export interface ProjectAddress {
  readonly machine: string;
  readonly repository: string;
  readonly id: string;
  /** Its status file: repository and path. */
  readonly at?: string | undefined;
}

export interface ProjectLink {
  readonly path: readonly string[];
  readonly query: { readonly at?: string };
}

/** The links of all projects by their keys. Names that people can read; a path joins where the names fit several. */
export function linksTo(entries: readonly ProjectEntry[]): ReadonlyMap<string, ProjectLink> {
  const alike = grouped(entries, (entry) => pathOf(entry).join('\n'));
  const links = new Map<string, ProjectLink>();
  for (const entry of entries) {
    const path = pathOf(entry);
    const several = (alike.get(path.join('\n'))?.length ?? 0) > 1;
    links.set(entry.key, { path, query: several ? { at: placeIn(entry) } : {} });
  }
  return links;
}

/** Projects that go by this address: one, unless names have come to fit several since it was made. */
export function projectsAt(
  entries: readonly ProjectEntry[],
  address: ProjectAddress,
): readonly ProjectEntry[] {
  const wanted = ['/projects', address.machine, address.repository, address.id].join('\n');
  const found = entries.filter((entry) => pathOf(entry).join('\n') === wanted);
  const exact = found.filter((entry) => placeIn(entry) === address.at);
  return exact.length > 0 ? exact.slice(0, 1) : found;
}

function pathOf({ machine, repository, file }: ProjectEntry): readonly string[] {
  return ['/projects', machine.instance_id, repository.name, file.project.id];
}

function placeIn({ file }: ProjectEntry): string {
  return `${file.project_path}/${file.path}`;
}
