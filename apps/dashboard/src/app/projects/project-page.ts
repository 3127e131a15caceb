import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { WaitingGate } from '@codev-hq/protocol';
import { projectTimeline } from '@codev-hq/protocol/activity';
import { askHq } from '../hq-client/hq-http';
import { LiveHq } from '../hq-client/live-hq';
import { pathWith, reading } from '../hq-client/reading';
import { underWay } from '../hq-client/waiting';
import { onItsWayWords } from '../ui/decision-words';
import { Empty } from '../ui/empty';
import { gateWords } from '../ui/gate-words';
import { Icon } from '../ui/icon';
import { MachineChip } from '../ui/machine-chip';
import { Moment } from '../ui/moment';
import { Notice } from '../ui/notice';
import { PageHeading } from '../ui/page-heading';
import { projectInWords, ProjectName } from '../ui/project-name';
import { Trouble } from '../ui/trouble';
import { Skeleton } from '../ui/skeleton';
import { BuilderPanel } from './builder-panel';
import { linksTo, projectsAt } from '../hq-client/project-address';
import { projectsOf, type ProjectEntry } from '../hq-client/project-entry';
import { ProjectFiles } from './project-files';
import { phaseInWords } from './phases';
import { ProjectDecisions } from './project-decisions';
import { TimelineFigure } from './timeline/timeline-figure';

/** One project: what waits, how it came here, who works on it and with what. */
@Component({
  selector: 'hq-project-page',
  imports: [
    BuilderPanel,
    Empty,
    Icon,
    MachineChip,
    Moment,
    Notice,
    PageHeading,
    ProjectDecisions,
    ProjectFiles,
    ProjectName,
    RouterLink,
    Skeleton,
    TimelineFigure,
    Trouble,
  ],
  templateUrl: './project-page.html',
  styleUrl: './project-page.css',
})
export class ProjectPage {
  protected readonly live = inject(LiveHq);

  readonly machine = input.required<string>();
  readonly repository = input.required<string>();
  readonly id = input.required<string>();
  readonly at = input<string>();

  private readonly all = computed(() =>
    projectsOf(this.live.instances(), this.live.gates(), this.live.decisions()),
  );
  /** One, unless the address fits several. */
  protected readonly found = computed(() =>
    projectsAt(this.all().entries, {
      machine: this.machine(),
      repository: this.repository(),
      id: this.id(),
      at: this.at(),
    }),
  );
  protected readonly links = computed(() => linksTo(this.all().entries));
  protected readonly entry = computed(() => (this.found().length === 1 ? this.found()[0] : undefined));
  protected readonly unreachable = computed(() => this.live.connection() === 'offline');
  protected readonly title = computed(() => {
    const project = this.entry()?.file.project;
    return project ? projectInWords(project.id, project.title) : '';
  });

  protected readonly timeline = reading({
    params: () => {
      const entry = this.entry();
      return entry && { entry, revision: revisionOf(entry) };
    },
    about: ({ entry }) => entry.key,
    ask: ({ entry: { machine, file } }, signal) =>
      askHq(
        pathWith('/api/projects/timeline', {
          instance_id: machine.instance_id,
          project_path: file.project_path,
          project_id: file.project.id,
          status_file: file.path,
        }),
        projectTimeline,
        { signal, withProof: true },
      ),
  });

  protected onItsWay({ decision }: WaitingGate): string | null {
    return decision && (underWay(decision) || decision.state === 'applied') ? onItsWayWords(decision) : null;
  }

  protected label(gate: string): string {
    return gateWords(gate).label;
  }

  protected question(gate: string): string {
    return gateWords(gate).question;
  }

  protected inWords(phase: string): string {
    return phaseInWords(phase);
  }
}

/** Another text whenever something has happened that a timeline tells of. */
function revisionOf({ file, waiting, decided, builder }: ProjectEntry): string {
  const gates = waiting.map(({ gate_id, decision }) => `${gate_id} ${decision?.state ?? ''}`);
  return [file.digest, ...gates, decided?.decision_id, decided?.state, builder?.status].join('\n');
}
