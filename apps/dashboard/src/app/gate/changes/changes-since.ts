import { Component, computed, inject, input, resource } from '@angular/core';
import { askArtifact, type ArtifactPlace } from '../../hq-client/artifacts';
import { ReadHere } from '../../hq-client/read-here';
import { Moment } from '../../ui/moment';
import type { Base } from './comparison-bases';
import type { Versions } from './changes-between';
import { VersionChanges } from './version-changes';

/** A text beside an earlier version of it: from this device, else from git on its machine. */
@Component({
  selector: 'hq-changes-since',
  imports: [Moment, VersionChanges],
  template: `
    <p class="since">
      @if (base().kind === 'looked') {
        <ng-container i18n="@@gate.since.looked">Compared with what you read here</ng-container>
      } @else {
        <ng-container i18n="@@gate.since.decided">Compared with what {{ base().by }} decided on</ng-container>
      }
      {{ ' ' }}<hq-moment [at]="base().at" as="date" />
    </p>
    @if (versions(); as versions) {
      <hq-version-changes [versions]="versions" />
    } @else if (before.isLoading()) {
      <span class="skeleton" aria-hidden="true"></span>
    } @else if (base().kind === 'looked') {
      <p class="since" i18n="@@gate.since.forgotten">
        That version is no longer kept on this device, so what has changed since cannot be shown.
      </p>
    } @else {
      <p class="since" i18n="@@gate.since.unknown">
        The machine cannot give that version now, or it was not there yet.
      </p>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-3);
    }
    .since {
      font-size: var(--small);
      color: var(--ink-2);
    }
    .skeleton {
      height: 96px;
    }
  `,
})
export class ChangesSince {
  private readonly readHere = inject(ReadHere);

  readonly base = input.required<Base>();
  /** What it is a version of. */
  readonly ref = input.required<Pick<Versions, 'kind' | 'path'>>();
  readonly text = input.required<string>();
  readonly place = input.required<ArtifactPlace>();
  /** Whether the machine can give what a commit has. */
  readonly history = input.required<boolean>();

  protected readonly before = resource({
    params: () => ({
      base: this.base(),
      path: this.ref().path,
      place: this.place(),
      history: this.history(),
    }),
    loader: async ({ params: { base, path, place, history }, abortSignal }) => {
      const kept = base.digest === undefined ? null : await this.readHere.text(base.digest);
      if (kept !== null || base.commit === undefined || !history) return kept;
      const answer = await askArtifact(place, path, { at: base.commit, signal: abortSignal });
      return answer.ok ? answer.value.content : null;
    },
  });
  protected readonly versions = computed((): Versions | null => {
    const before = this.before.hasValue() ? this.before.value() : null;
    if (before === null) return null;
    const { kind, path } = this.ref();
    return { kind, path, before, after: this.text() };
  });
}
