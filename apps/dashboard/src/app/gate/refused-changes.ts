import { Component, computed, input, resource } from '@angular/core';
import { decision } from '@codev-hq/protocol/decision';
import { askHq } from '../hq-client/hq-http';
import { changeItem, titleOf, versionsOf } from './change-items';
import { VersionChanges } from './changes/version-changes';
import type { Standing } from './reading';

/**
 * What a machine found changed when it refused the last decision, line by line, where the page shows the newest text already.
 * HQ keeps the one that was read. Of a text that it hears of only after the refusal the change notice tells.
 */
@Component({
  selector: 'hq-refused-changes',
  imports: [VersionChanges],
  template: `
    @if (items().length > 0) {
      <section aria-labelledby="refused-changes">
        <h2 id="refused-changes">
          <span i18n="@@gate.refused-changes.title">It changed before the decision arrived</span>
        </h2>
        @for (item of items(); track item.path + item.kind) {
          <div>
            <h3>{{ item.title }}</h3>
            <hq-version-changes [versions]="item.versions" />
          </div>
        }
      </section>
    }
  `,
  styleUrl: './change-notice.css',
})
export class RefusedChanges {
  readonly standing = input.required<Standing | undefined>();

  private readonly refused = computed(() => {
    const standing = this.standing();
    const last = standing && 'earlier' in standing ? standing.earlier : null;
    return last?.refusal?.changed?.some(({ what }) => what !== 'artifact') ? last.decision_id : undefined;
  });
  private readonly answer = resource({
    params: () => this.refused(),
    loader: ({ params, abortSignal }) =>
      askHq(`/api/decisions/${encodeURIComponent(params)}`, decision, {
        signal: abortSignal,
        withProof: true,
      }),
  });
  protected readonly items = computed(() => {
    const answer = this.answer.hasValue() ? this.answer.value() : undefined;
    const changed = (answer?.ok && answer.value.refusal?.changed) || [];
    return changed.map(changeItem).flatMap((item) => {
      const versions = versionsOf(item);
      return versions ? [{ ...item, title: titleOf(item), versions }] : [];
    });
  });
}
