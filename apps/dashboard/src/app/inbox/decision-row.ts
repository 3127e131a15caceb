import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Decision } from '@codev-hq/protocol';
import { LiveHq } from '../hq-client/live-hq';
import { sameFile } from '../hq-client/live-state';
import { commitOf, decisionWords, refusalInShort } from '../ui/decision-words';
import { gateWords } from '../ui/gate-words';
import { ProjectName } from '../ui/project-name';
import { Moment } from '../ui/moment';
import { RowLink } from '../ui/row-link';

/** One past decision: what, by whom, when, and what became of it. */
@Component({
  selector: 'hq-decision-row',
  imports: [Moment, ProjectName, RouterLink, RowLink],
  template: `
    <div class="line">
      <p class="what">
        <a
          hqRowLink
          [routerLink]="there() ? ['/gate', decision().gate_id] : ['/decisions', decision().decision_id]"
        >
          <hq-project-name [number]="decision().project_id" [title]="decision().title" />
        </a>
      </p>
      <p class="state" [attr.data-tone]="words().tone">{{ words().short }}</p>
    </div>
    <p class="who">{{ gate().label }} · {{ repository() }}</p>
    @if (reason(); as words) {
      <p class="reason">{{ words }}</p>
    }
    <div class="line">
      <p class="who">
        {{ decision().approver.name }} ·
        <hq-moment [at]="decision().decided_at" as="ago" />
      </p>
      @if (commit(); as sha) {
        <code>{{ sha }}</code>
      }
    </div>
  `,
  styleUrl: './decision-row.css',
})
export class DecisionRow {
  private readonly live = inject(LiveHq);
  readonly decision = input.required<Decision>();
  readonly online = input.required<boolean>();
  private readonly machine = computed(() =>
    this.live.instances().find(({ instance_id }) => instance_id === this.decision().instance_id),
  );
  /** Its gate's page has something to show. */
  protected readonly there = computed(() => {
    const { project_path, worktree, status_file, gate } = this.decision();
    const at = { project_path, worktree, path: status_file };
    const file = this.machine()?.status_files.find((known) => sameFile(known, at));
    return file?.project.gates.some(({ name }) => name === gate) ?? false;
  });
  protected readonly repository = computed(() => {
    const path = this.decision().project_path;
    const served = this.machine()?.projects.find((known) => known.path === path);
    return served?.name ?? path.split('/').at(-1);
  });
  protected readonly gate = computed(() => gateWords(this.decision().gate));
  protected readonly words = computed(() => decisionWords(this.decision(), this.online()));
  protected readonly reason = computed(() => refusalInShort(this.decision()));
  protected readonly commit = computed(() => commitOf(this.decision()));
}
