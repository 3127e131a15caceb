import { Component, computed, inject, signal } from '@angular/core';
import { sessionList, type SessionSummary } from '@codev-hq/protocol/account';
import * as z from 'zod/mini';
import { askHq } from '../../hq-client/hq-http';
import { hqResource } from '../../hq-client/hq-resource';
import { Session } from '../../hq-client/session';
import { Icon, type IconName } from '../../ui/icon';
import { Moment } from '../../ui/moment';
import { NotLoaded } from '../../ui/not-loaded';
import { Problem } from '../../ui/problem';
import { deviceWords } from '../../ui/device-words';
import { troubleWords } from '../../ui/trouble-words';
import { Confirm } from '../../ui/confirm';
import { SectionPage } from '../section-page';

const ICONS: Record<SessionSummary['device']['kind'], IconName> = {
  phone: 'phone',
  tablet: 'phone',
  desk: 'machine',
  program: 'program',
};

/** Where I am signed in; what I do not know, or have lost, I end. */
@Component({
  selector: 'hq-sessions',
  imports: [Confirm, Icon, Moment, NotLoaded, Problem, SectionPage],
  templateUrl: './sessions.html',
  styleUrl: './sessions.css',
})
export class Sessions {
  private readonly session = inject(Session);
  protected readonly answer = hqResource(() => '/api/sessions', sessionList);
  /** This browser first, then as they were used last. */
  protected readonly sessions = computed(() =>
    this.answer.value()?.sessions.toSorted((a, b) => Number(b.current) - Number(a.current)),
  );
  protected readonly ending = signal<SessionSummary | null>(null);
  protected readonly problem = signal<string | null>(null);

  protected readonly deviceWords = deviceWords;

  protected icon(session: SessionSummary): IconName {
    return ICONS[session.device.kind];
  }

  protected endLabel(session: SessionSummary): string {
    return $localize`:@@settings.sessions.end.label:End the session on ${deviceWords(session.device)}:device:`;
  }

  protected async end(session: SessionSummary): Promise<void> {
    this.ending.set(null);
    this.problem.set(null);
    const path = `/api/sessions/${encodeURIComponent(session.session_id)}`;
    const answer = await askHq(path, z.unknown(), { method: 'DELETE' });
    if (!answer.ok) this.problem.set(troubleWords(answer.trouble));
    else if (session.current) this.session.ended();
    this.answer.reload();
  }
}
