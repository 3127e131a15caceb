import { Component, computed, input } from '@angular/core';
import type { StatusFileView } from '@codev-hq/protocol';
import { Moment } from '../ui/moment';

const SHORT = 12;

/** Which bytes, exactly, one is deciding about. */
@Component({
  selector: 'hq-file-facts',
  imports: [Moment],
  template: `
    <section aria-labelledby="facts">
      <h2 id="facts" i18n="@@gate.facts.title">The status file</h2>
      <dl>
        <div>
          <dt i18n="@@gate.facts.file">File</dt>
          <dd>
            <code>{{ file().path }}</code>
          </dd>
        </div>
        <div>
          @if (file().worktree) {
            <dt i18n="@@gate.facts.worktree">Worktree</dt>
          } @else {
            <dt i18n="@@gate.facts.project">Project</dt>
          }
          <dd>
            <code>{{ file().worktree ?? file().project_path }}</code>
          </dd>
        </div>
        <div>
          @if (file().project.updated_at; as at) {
            <dt i18n="@@gate.facts.changed">Changed</dt>
            <dd><hq-moment [at]="at" as="ago" /></dd>
          } @else {
            <dt i18n="@@gate.facts.seen">Seen at HQ</dt>
            <dd><hq-moment [at]="file().updated_at" as="ago" /></dd>
          }
        </div>
        <div>
          <dt i18n="@@gate.facts.digest">SHA-256</dt>
          <dd>
            <code [title]="file().digest">{{ fileDigest() }}</code>
          </dd>
        </div>
        @if (gateShort(); as digest) {
          <div>
            <dt i18n="@@gate.facts.entry">Gate entry</dt>
            <dd>
              <code [title]="gateDigest()">{{ digest }}</code>
            </dd>
          </div>
        }
      </dl>
    </section>
  `,
  styles: `
    h2 {
      margin-bottom: var(--space-2);
      font-size: var(--small);
      color: var(--ink-2);
    }
    dl {
      display: grid;
      gap: var(--space-1);
      font-size: var(--small);
    }
    dl div {
      display: grid;
      grid-template-columns: 6rem minmax(0, 1fr);
      gap: var(--space-3);
    }
    /* A phone at 200 % zoom. */
    @media (max-width: 279px) {
      dl div {
        grid-template-columns: minmax(0, 1fr);
      }
    }
    dt {
      color: var(--ink-2);
    }
    dd {
      overflow-wrap: anywhere;
    }
  `,
})
export class FileFacts {
  readonly file = input.required<StatusFileView>();
  readonly gateDigest = input<string>();
  protected readonly fileDigest = computed(() => this.file().digest.slice(0, SHORT));
  protected readonly gateShort = computed(() => this.gateDigest()?.slice(0, SHORT));
}
