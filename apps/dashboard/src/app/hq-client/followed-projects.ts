import { computed, inject, Service, signal } from '@angular/core';
import { BrowserStorage } from './browser-storage';
import { LiveHq } from './live-hq';
import { Session } from './session';

const KEY = 'codev-hq.followed';

/** Where a project is. Two machines may have one path. */
export interface ProjectOfMachine {
  readonly instance_id: string;
  readonly project_path: string;
}

export function projectKey({ instance_id, project_path }: ProjectOfMachine): string {
  return `${instance_id} ${project_path}`;
}

/** The projects that are mine: those I follow in this browser, and those in which I have decided before. */
@Service()
export class FollowedProjects {
  private readonly live = inject(LiveHq);
  private readonly session = inject(Session);
  private readonly storage = new BrowserStorage(() => localStorage);
  private readonly followed = signal<ReadonlySet<string>>(new Set(this.storage.get(KEY)?.split('\n') ?? []));

  private readonly decidedIn = computed(() => {
    const me = this.session.person()?.id;
    return new Set(
      this.live
        .decisions()
        .filter(({ approver }) => approver.id === me)
        .map(projectKey),
    );
  });

  follows(project: ProjectOfMachine): boolean {
    return this.followed().has(projectKey(project));
  }

  isMine(project: ProjectOfMachine): boolean {
    return this.follows(project) || this.decidedIn().has(projectKey(project));
  }

  toggle(project: ProjectOfMachine): void {
    const key = projectKey(project);
    this.followed.update((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
    this.storage.put(KEY, [...this.followed()].join('\n'));
  }
}
