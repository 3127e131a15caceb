import { Service, signal } from '@angular/core';

export const FIRST_ROWS = 24;
export const MORE_ROWS = 40;

/** Where one was in the inbox, for when one comes back from a gate. */
@Service()
export class InboxPlace {
  /** How many rows are drawn. */
  readonly drawn = signal(FIRST_ROWS);
  /** The row that the keyboard was on. */
  readonly gateId = signal<string | null>(null);
}
