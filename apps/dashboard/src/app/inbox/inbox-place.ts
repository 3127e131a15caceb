import { Service, signal } from '@angular/core';

/** A desk's screen full; each is drawn within a frame or two, so that no touch waits for rows that nobody sees yet. */
export const FIRST_ROWS = 12;
export const MORE_ROWS = 12;
/** So many, about two screens, are drawn ahead of the thumb: they are not waited for when one comes back. */
const AHEAD = 24;

/** Where one was in the inbox, for when one comes back from a gate. */
@Service()
export class InboxPlace {
  /** How many rows are drawn. */
  readonly drawn = signal(FIRST_ROWS);
  /** The row that the keyboard was on. */
  readonly gateId = signal<string | null>(null);

  comeBack(): void {
    this.drawn.update((rows) => Math.max(FIRST_ROWS, rows - AHEAD));
  }
}
