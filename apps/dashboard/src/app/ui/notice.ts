import { Component, computed, input } from '@angular/core';
import { Icon, type IconName } from './icon';

export type NoticeTone = 'wait' | 'stop' | 'go' | 'plain';

const ICONS: Record<NoticeTone, IconName> = { wait: 'clock', stop: 'warning', go: 'check', plain: 'comment' };

/** A block that says what is the matter and, in its content, what to do next. */
@Component({
  selector: 'hq-notice',
  imports: [Icon],
  template: `
    <hq-icon [name]="icon()" />
    <div class="words"><ng-content /></div>
  `,
  styleUrl: './notice.css',
  host: { '[attr.data-tone]': 'tone()' },
})
export class Notice {
  readonly tone = input<NoticeTone>('plain');
  protected readonly icon = computed(() => ICONS[this.tone()]);
}
