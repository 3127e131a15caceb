import { computed, DestroyRef, DOCUMENT, inject, Service, signal } from '@angular/core';

export interface Shortcut {
  /** As `KeyboardEvent.key` names it, `mod+k` for ⌘K or Ctrl-K. */
  readonly key: string;
  /** Asked for when it is shown. */
  readonly label: () => string;
  /** Absent where the browser does it: the key is listed only. */
  readonly run?: () => void;
  /** Whether there is something for it to do now; else it is not listed either. Absent: always. */
  readonly when?: () => boolean;
}

/** What the keyboard does on the page that is shown. Keys typed into a field are text. */
@Service()
export class Shortcuts {
  private readonly document = inject(DOCUMENT);
  private readonly known = signal<readonly Shortcut[]>([]);
  /** For the sheet that lists them. */
  readonly all = computed(() => this.known().filter(({ when }) => when?.() ?? true));

  constructor() {
    const pressed = (event: KeyboardEvent) => this.pressed(event);
    this.document.addEventListener('keydown', pressed);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('keydown', pressed));
  }

  /** Until the given component is gone. Of two for one key the later counts. */
  offer(shortcuts: readonly Shortcut[], until: DestroyRef): void {
    this.known.update((known) => [...known, ...shortcuts]);
    until.onDestroy(() => this.known.update((known) => known.filter((one) => !shortcuts.includes(one))));
  }

  private pressed(event: KeyboardEvent): void {
    const key = keyOf(event);
    const shortcut = key === null ? undefined : this.all().findLast((one) => one.key === key);
    if (!shortcut?.run || event.defaultPrevented) return;
    const elsewhere = isTypedInto(event.target) || this.document.querySelector('dialog[open]') !== null;
    if (elsewhere && !key?.startsWith('mod+')) return;
    event.preventDefault();
    shortcut.run();
  }
}

/** `null` for a key held with one that means something else to the browser or the system. */
export function keyOf(event: KeyboardEvent): string | null {
  if (event.altKey || event.isComposing) return null;
  return event.metaKey || event.ctrlKey ? `mod+${event.key.toLowerCase()}` : event.key;
}

function isTypedInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=radio], [type=checkbox]), textarea, select'))
  );
}
