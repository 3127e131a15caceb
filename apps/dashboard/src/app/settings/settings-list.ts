import { Component } from '@angular/core';
import { PageHeading } from '../ui/page-heading';

/** What a phone shows before a section is chosen: the heading over the frame's list. */
@Component({
  selector: 'hq-settings-list',
  imports: [PageHeading],
  template: `<h1 [hqPageHeading]="heading()">{{ heading() }}</h1>`,
})
export class SettingsList {
  protected readonly heading = () => $localize`:@@settings.heading:Settings`;
}
