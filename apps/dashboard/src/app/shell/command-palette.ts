import {
  Component,
  computed,
  DOCUMENT,
  effect,
  inject,
  linkedSignal,
  model,
  output,
  untracked,
} from '@angular/core';
import { Router } from '@angular/router';
import { LiveHq } from '../hq-client/live-hq';
import { Session } from '../hq-client/session';
import { Icon } from '../ui/icon';
import { Modal } from '../ui/modal';
import { oncePainted } from '../ui/once-painted';
import { Toasts } from '../ui/toasts';
import { bestFits } from './fuzzy';
import { actions } from './palette-actions';
import { places, type Known, type PaletteEntry } from './palette-entries';
import { inGroups } from './palette-groups';
import { stillInWords } from './still-in-words';
import { TypedAhead } from './typed-ahead';

/** Everything by its name: type a few letters, and Enter goes there or does it. */
@Component({
  selector: 'hq-command-palette',
  imports: [Icon, Modal],
  templateUrl: './command-palette.html',
  styleUrl: './command-palette.css',
})
export class CommandPalette {
  private readonly live = inject(LiveHq);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);
  private readonly router = inject(Router);
  private readonly document = inject(DOCUMENT);

  readonly open = model.required<boolean>();
  readonly shortcuts = output();

  protected readonly typed = linkedSignal({ source: this.open, computation: () => '' });
  protected readonly moved = linkedSignal({ source: this.typed, computation: () => 0 });
  /** What is looked for; with hundreds of projects a letter is seen before what it finds. */
  private readonly sought = oncePainted(
    computed(() => (this.open() ? this.typed() : null)),
    null,
  );
  protected readonly looked = computed(() => this.sought.value() !== null);
  private readonly entries = computed(() =>
    this.looked() ? [...places(this.known()), ...actions(this.doing)] : [],
  );
  protected readonly groups = computed(() => {
    const sought = this.sought.value() ?? '';
    return inGroups(
      bestFits(sought, this.entries(), ({ name, hint }) => `${name} ${hint}`),
      sought.trim() !== '',
    );
  });
  protected readonly found = computed(() =>
    this.groups().flatMap(({ entries }) => entries.map(({ entry }) => entry)),
  );
  protected readonly at = computed(() => Math.min(this.moved(), Math.max(0, this.found().length - 1)));

  private readonly doing = {
    showShortcuts: () => this.shortcuts.emit(),
    signOut: () => void this.leave(),
    reload: () => this.document.defaultView?.location.reload(),
  };

  constructor() {
    const ahead = inject(TypedAhead);
    effect(() => {
      if (this.open()) untracked(() => this.typed.set(ahead.end()));
    });
  }

  private known(): Known {
    return {
      gates: this.live.waiting(),
      instances: this.live.instances(),
      decisions: this.live.decisions(),
    };
  }

  protected type(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.typed.set(event.target.value);
  }

  protected move(event: Event, by: 1 | -1): void {
    event.preventDefault();
    this.sought.catchUp();
    const count = this.found().length;
    if (count === 0) return;
    this.moved.set((this.at() + by + count) % count);
    this.document.getElementById(`palette-${this.at()}`)?.scrollIntoView({ block: 'nearest' });
  }

  /** Enter means what is typed, also when the list is not that far. */
  protected chooseMarked(event: Event): void {
    this.sought.catchUp();
    this.choose(event, this.found()[this.at()]);
  }

  protected choose(event: Event, entry: PaletteEntry | undefined): void {
    event.preventDefault();
    if (!entry) return;
    this.open.set(false);
    if (typeof entry.to === 'string') void this.router.navigateByUrl(entry.to);
    else entry.to();
  }

  private async leave(): Promise<void> {
    const trouble = await this.session.signOut();
    if (trouble) this.toasts.say({ tone: 'stop', headline: stillInWords(trouble) });
  }
}
