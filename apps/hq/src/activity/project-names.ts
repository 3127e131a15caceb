import { Injectable } from '@nestjs/common';
import type { ActivityEntry } from '@codev-hq/protocol';
import type { ProjectFilter } from '../persistence/project-filter.js';
import { Mirror } from '../state/mirror.js';

/** What projects are called: machines register a path and a name for each. */
@Injectable()
export class ProjectNames {
  constructor(private readonly mirror: Mirror) {}

  /** One that people name by its id, its path or its name. */
  filter(project: string): ProjectFilter {
    const paths = Array.from(this.mirror.instances())
      .flatMap((instance) => instance.projects)
      .filter(({ name }) => name === project)
      .map(({ path }) => path);
    return { id: project, paths: [...new Set(paths)] };
  }

  name(instanceId: string, path: string): string {
    const registered = this.mirror.instance(instanceId)?.projects ?? [];
    return registered.find((project) => project.path === path)?.name ?? path;
  }

  /** With its project's name, where what is stored has none. */
  named(entry: ActivityEntry): ActivityEntry {
    const { instance_id, project_path, project_name } = entry;
    if (instance_id === undefined || project_path === undefined || project_name !== undefined) return entry;
    return { ...entry, project_name: this.name(instance_id, project_path) };
  }
}
