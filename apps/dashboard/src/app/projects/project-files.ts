import { Component, computed, input } from '@angular/core';
import type { ArtifactRef, StatusFileView } from '@codev-hq/protocol';
import { Moment } from '../ui/moment';

/** A project's status file, other worktrees that carry a copy of it, and what people read before deciding. */
@Component({
  selector: 'hq-project-files',
  imports: [Moment],
  template: `
    <dl>
      <dt i18n="@@project.status-file">Status file</dt>
      <dd>
        <code>{{ file().path }}</code>&ngsp;
        @if (file().project.updated_at; as at) {
          <span class="more" i18n="@@project.changed">changed <hq-moment [at]="at" as="ago" /></span>
        } @else {
          <span class="more" i18n="@@project.seen"
            >seen at HQ <hq-moment [at]="file().updated_at" as="ago"
          /></span>
        }
      </dd>
      @if (file().worktree; as worktree) {
        <dt i18n="@@project.worktree">Worktree</dt>
        <dd>
          <code>{{ worktree }}</code>
        </dd>
      }
      @if (artifacts().length > 0) {
        <dt i18n="@@project.artifacts">To read before deciding</dt>
        @for (artifact of artifacts(); track artifact.path) {
          <dd>
            @if (artifact.url; as url) {
              <a [href]="url" rel="noreferrer" target="_blank">{{ artifact.title ?? url }}</a>
            } @else {
              {{ artifact.title ?? artifact.path }}
            }
            <span class="more">{{ kindOf(artifact) }}</span>
          </dd>
        }
      }
      @if (file().copies; as copies) {
        @if (copies.length > 0) {
          <dt i18n="@@project.copies">Copies, which do not count</dt>
          @for (copy of copies; track copy) {
            <dd>
              <code>{{ copy }}</code>
            </dd>
          }
        }
      }
    </dl>
  `,
  styles: `
    dl {
      font-size: var(--small);
    }
    dt {
      margin-top: var(--space-3);
      color: var(--ink-2);
    }
    dt:first-child {
      margin-top: 0;
    }
    dd {
      padding: 2px 0;
      overflow-wrap: anywhere;
    }
    .more {
      color: var(--ink-2);
    }
  `,
})
export class ProjectFiles {
  readonly file = input.required<StatusFileView>();
  protected readonly artifacts = computed(() => this.file().artifacts ?? []);

  protected kindOf({ kind, model, phase, iteration }: ArtifactRef): string {
    return [kindInWords(kind), model, phase, iteration === undefined ? '' : `#${iteration}`]
      .filter(Boolean)
      .join(' · ');
  }
}

function kindInWords(kind: ArtifactRef['kind']): string {
  switch (kind) {
    case 'spec':
      return $localize`:@@artifact.spec:spec`;
    case 'plan':
      return $localize`:@@artifact.plan:plan`;
    case 'review':
      return $localize`:@@artifact.review:review`;
    case 'consultation':
      return $localize`:@@artifact.consultation:AI review`;
    case 'diff':
      return $localize`:@@artifact.diff:diff`;
    case 'pull-request':
      return $localize`:@@artifact.pull-request:pull request`;
  }
}
