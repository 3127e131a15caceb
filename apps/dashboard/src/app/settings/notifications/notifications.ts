import { Component } from '@angular/core';
import { SectionPage } from '../section-page';
import { Devices } from './devices';
import { Preferences } from './preferences';

/** What I am told of, where and when. */
@Component({
  selector: 'hq-notifications',
  imports: [Devices, Preferences, SectionPage],
  template: `
    <hq-section-page
      heading="Notifications"
      i18n-heading="@@settings.notifications"
      lead="A gate that starts to wait finds you where you are. Tapping it opens that gate."
      i18n-lead="@@settings.notifications.lead"
    >
      <hq-devices />
      <hq-preferences />
    </hq-section-page>
  `,
})
export class Notifications {}
