import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** What happened to people, in the past tense; upper rooms subscribe. */
@Injectable()
export class PeopleFacts {
  readonly removed = new Subject<{ readonly id: string; readonly name: string }>();
}
