import { Component, computed, inject, input, output } from '@angular/core';
import type { ProjectChoice, ProjectRef } from '@codev-hq/protocol';
import { LiveHq } from '../../hq-client/live-hq';

let made = 0;

type Mode = ProjectChoice['mode'];

interface Choice extends ProjectRef {
  readonly name: string;
  readonly machine: string;
  readonly chosen: boolean;
}

/** All projects, only some, or all but some: by the projects that machines have told of. */
@Component({
  selector: 'hq-project-picker',
  templateUrl: './project-picker.html',
  styleUrls: ['./choices.css', './project-picker.css'],
})
export class ProjectPicker {
  private readonly live = inject(LiveHq);
  readonly choice = input.required<ProjectChoice>();
  readonly chosen = output<ProjectChoice>();
  protected readonly group = `projects-${(made += 1)}`;

  protected readonly modes = (): readonly { mode: Mode; label: string }[] => [
    { mode: 'all', label: $localize`:@@settings.projects.all:All projects` },
    { mode: 'only', label: $localize`:@@settings.projects.only:Only these` },
    { mode: 'except', label: $localize`:@@settings.projects.except:All except these` },
  ];
  /** What machines have now, and what was chosen before and is gone. */
  protected readonly known = computed((): readonly Choice[] => {
    const chosen = this.choice().projects;
    const here = this.live.instances().flatMap((instance) =>
      instance.projects.map(({ path, name }) => ({
        instance_id: instance.instance_id,
        project_path: path,
        name,
        machine: instance.instance_name,
        chosen: chosen.some((one) => one.instance_id === instance.instance_id && one.project_path === path),
      })),
    );
    const gone = chosen
      .filter((one) => !here.some((known) => same(known, one)))
      .map((one) => ({ ...one, name: one.project_path, machine: one.instance_id, chosen: true }));
    return [...here, ...gone];
  });

  protected setMode(mode: Mode): void {
    this.chosen.emit({ mode, projects: mode === 'all' ? [] : this.choice().projects });
  }

  protected toggle(project: Choice, chosen: boolean): void {
    const { mode, projects } = this.choice();
    const others = projects.filter((one) => !same(one, project));
    const { instance_id, project_path } = project;
    this.chosen.emit({ mode, projects: chosen ? [...others, { instance_id, project_path }] : others });
  }
}

function same(a: ProjectRef, b: ProjectRef): boolean {
  return a.instance_id === b.instance_id && a.project_path === b.project_path;
}
