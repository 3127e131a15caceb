import { Component, computed, inject } from '@angular/core';
import { AppUpdate } from '../device/app-update';
import { Clock } from '../hq-client/clock';
import { LiveHq } from '../hq-client/live-hq';
import { timeToday } from '../ui/age-format';
import { Notice } from '../ui/notice';

/** What a person must know on whichever page they are: HQ is newer than the page, or what they see is old. */
@Component({
  selector: 'hq-notices',
  imports: [Notice],
  templateUrl: './notices.html',
  styleUrl: './notices.css',
})
export class Notices {
  protected readonly live = inject(LiveHq);
  protected readonly update = inject(AppUpdate);
  private readonly clock = inject(Clock);

  protected readonly asOf = computed(() => {
    const at = this.live.asOf();
    return at === null ? null : timeToday(at, this.clock.now());
  });
  protected readonly away = this.live.away;
}
