import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { ProjectTimeline } from '@codev-hq/protocol';
import { ageInWords } from '../../ui/age-format';
import { Icon } from '../../ui/icon';
import { Moment } from '../../ui/moment';
import { TimelineLegend } from './timeline-legend';
import { TimelinePicture } from './timeline-picture';
import { rowsOf } from './timeline-rows';
import { linesOf } from './timeline-table';

/** The timeline as a picture, and the same as a table. */
@Component({
  selector: 'hq-timeline-figure',
  imports: [Icon, Moment, RouterLink, TimelineLegend, TimelinePicture],
  templateUrl: './timeline-figure.html',
  styleUrl: './timeline-figure.css',
})
export class TimelineFigure {
  readonly timeline = input.required<ProjectTimeline>();
  protected readonly rows = computed(() => rowsOf(this.timeline()));
  protected readonly lines = computed(() => linesOf(this.timeline()));
  protected readonly age = ageInWords;
}
