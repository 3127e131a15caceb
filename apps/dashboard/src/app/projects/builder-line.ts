import { Component, computed, inject, input } from '@angular/core';
import type { BuilderView } from '@codev-hq/protocol';
import { Clock } from '../hq-client/clock';
import { builderStatusWords } from '../ui/builder-words';
import { Moment } from '../ui/moment';
import { stuckFor } from './stuck';

/** A builder: what it is at, on which branch, and when anything of it moved last. */
@Component({
  selector: 'hq-builder-line',
  imports: [Moment],
  template: `
    <p class="one">
      <strong>{{ builder().builder_id }}</strong>&ngsp;
      <span class="status" [attr.data-status]="builder().status">{{ status() }}</span>&ngsp;
    </p>
    <p class="two">
      @if (builder().branch; as branch) {
        <code>{{ branch }}</code>&ngsp;
      }
      @if (builder().last_activity; as at) {
        <span class="moved" [class.stuck]="stuck()">
          @if (stuck()) {
            <ng-container i18n="@@projects.builder.stuck">stuck:</ng-container>&ngsp;
          }
          <hq-moment [at]="at" as="ago" />
        </span>
      }
    </p>
  `,
  styleUrl: './builder-line.css',
})
export class BuilderLine {
  private readonly clock = inject(Clock);
  readonly builder = input.required<BuilderView>();
  protected readonly status = computed(() => builderStatusWords(this.builder().status));
  protected readonly stuck = computed(() => stuckFor(this.builder(), this.clock.now()) !== null);
}
