import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import {
  NOTICE_KINDS,
  notificationPreferences,
  type NoticeKind,
  type ProjectChoice,
} from '@codev-hq/protocol/notifications';
import { hqResource } from '../../hq-client/hq-resource';
import { Errand } from '../../ui/errand';
import { Field, FieldControl } from '../../ui/field';
import { NotLoaded } from '../../ui/not-loaded';
import { Problem } from '../../ui/problem';
import { Toasts } from '../../ui/toasts';
import { allRight, FormField } from '../form/form';
import { ProjectPicker } from '../form/project-picker';
import { Group } from '../group';
import { noticeWords } from './notice-words';

const EVERYTHING: ProjectChoice = { mode: 'all', projects: [] };
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** What I am told of, my quiet hours, and which projects. */
@Component({
  selector: 'hq-preferences',
  imports: [Field, FieldControl, Group, NotLoaded, Problem, ProjectPicker],
  templateUrl: './preferences.html',
  styleUrls: ['../form/choices.css', './preferences.css'],
})
export class Preferences {
  private readonly toasts = inject(Toasts);
  private readonly injector = inject(Injector);
  private readonly form = viewChild<ElementRef<HTMLFormElement>>('form');
  protected readonly answer = hqResource(() => '/api/notifications/preferences', notificationPreferences);

  protected readonly kinds = NOTICE_KINDS.map((kind) => ({ kind, ...noticeWords(kind) }));
  protected readonly chosen = signal<Readonly<Partial<Record<NoticeKind, boolean>>>>({});
  protected readonly quiet = signal(false);
  protected readonly start = new FormField('22:00', (time) => this.timeProblem(time));
  protected readonly end: FormField<string> = new FormField('07:00', (time) => {
    if (this.quiet() && time === this.start.value())
      return $localize`:@@settings.quiet.same:It ends when it begins. Choose another time.`;
    return this.timeProblem(time);
  });
  protected readonly zone = signal(Intl.DateTimeFormat().resolvedOptions().timeZone);
  protected readonly projects = signal(EVERYTHING);
  protected readonly errand = new Errand();
  protected readonly hereZone = computed(() => Intl.DateTimeFormat().resolvedOptions().timeZone);

  constructor() {
    effect(() => {
      const known = this.answer.value();
      if (!known) return;
      untracked(() => {
        this.chosen.set(known.kinds);
        this.quiet.set(known.quiet_hours !== undefined);
        this.start.reset(known.quiet_hours?.start ?? '22:00');
        this.end.reset(known.quiet_hours?.end ?? '07:00');
        if (known.quiet_hours) this.zone.set(known.quiet_hours.zone);
        this.projects.set(known.projects);
      });
    });
  }

  protected choose(kind: NoticeKind, chosen: boolean): void {
    this.chosen.update((kinds) => ({ ...kinds, [kind]: chosen }));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.form()?.nativeElement;
    if (!form || this.errand.busy() || !allRight([this.start, this.end], form, this.injector)) return;
    const quiet_hours = { start: this.start.value(), end: this.end.value(), zone: this.zone() };
    const body = {
      kinds: this.chosen(),
      projects: this.projects(),
      ...(this.quiet() && { quiet_hours }),
    };
    const path = '/api/notifications/preferences';
    const answer = await this.errand.ask(path, notificationPreferences, { method: 'PUT', body });
    if (!answer?.ok) return;
    this.answer.learn(answer.value);
    this.toasts.say({
      tone: 'go',
      headline: $localize`:@@settings.preferences.saved:Your notification settings are saved.`,
    });
  }

  private timeProblem(time: string): string | null {
    if (!this.quiet() || TIME.test(time)) return null;
    return $localize`:@@settings.quiet.time:Give a time such as 22:30.`;
  }
}
