import { Component } from '@angular/core';
import { peopleList, type PersonView } from '@codev-hq/protocol/account';
import { hqResource } from '../../hq-client/hq-resource';
import { LinkCommand } from '../../ui/link-command';
import { Moment } from '../../ui/moment';
import { NotLoaded } from '../../ui/not-loaded';
import { Notice } from '../../ui/notice';
import { SectionPage } from '../section-page';

/** Who may sign in here. Roles and invitations have their place below. */
@Component({
  selector: 'hq-people',
  imports: [LinkCommand, Moment, NotLoaded, Notice, SectionPage],
  templateUrl: './people.html',
  styleUrl: './people.css',
})
export class People {
  protected readonly answer = hqResource(() => '/api/people', peopleList);

  protected role(person: PersonView): string {
    switch (person.role) {
      case 'admin':
        return $localize`:@@settings.people.admin:runs this HQ`;
      case 'approver':
        return $localize`:@@settings.people.approver:may approve`;
      case 'viewer':
        return $localize`:@@settings.people.viewer:may look`;
    }
  }
}
