import type { Signal } from '@angular/core';
import type { Router } from '@angular/router';
import type { Shortcut } from '../ui/shortcuts';
import type { Toasts } from '../ui/toasts';
import type { InboxPlace } from './inbox-place';

/** Up and down the rows with `j` and `k`, and from a row to its gate. The row that has the focus is the one meant. */
export class RowKeys {
  constructor(
    private readonly inbox: HTMLElement,
    private readonly place: InboxPlace,
    private readonly router: Router,
    private readonly away: Signal<boolean>,
    private readonly toasts: Toasts,
  ) {}

  shortcuts(): readonly Shortcut[] {
    return [
      { key: 'j', label: () => $localize`:@@inbox.keys.next:Next gate`, run: () => this.step(1) },
      { key: 'k', label: () => $localize`:@@inbox.keys.previous:Previous gate`, run: () => this.step(-1) },
      // The row is a link: the browser opens it.
      { key: 'Enter', label: () => $localize`:@@inbox.keys.open:Open the gate` },
      {
        key: 'a',
        label: () => $localize`:@@inbox.keys.approve:Open it to read and approve`,
        run: () => this.open('approve'),
      },
      {
        key: 'r',
        label: () => $localize`:@@inbox.keys.changes:Open it to ask for changes`,
        run: () => this.open('changes'),
      },
    ];
  }

  private step(by: 1 | -1): void {
    const rows = this.rows();
    const at = this.at(rows);
    const next = at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    const row = rows[next];
    if (!row) return;
    this.place.gateId.set(gateOf(row));
    row.focus({ preventScroll: true });
    row.closest('hq-gate-card')?.scrollIntoView({ block: 'nearest' });
  }

  /** Nothing is decided from here: the gate's page shows what is decided about first. */
  private open(decide: 'approve' | 'changes'): void {
    if (this.away()) {
      this.toasts.say({
        tone: 'plain',
        headline: $localize`:@@inbox.keys.away:Nothing can be decided now`,
        detail: $localize`:@@inbox.keys.away-why:HQ cannot be reached. With Enter a gate can still be read.`,
      });
      return;
    }
    const rows = this.rows();
    const row = rows[Math.max(0, this.at(rows))];
    const gateId = row && gateOf(row);
    if (!gateId) return;
    this.place.gateId.set(gateId);
    void this.router.navigate(['/gate', gateId], { queryParams: { decide } });
  }

  /** The row with the focus, else the one that had it before a gate was opened. */
  private at(rows: readonly HTMLElement[]): number {
    const focused = rows.findIndex((row) => row.closest('article')?.contains(document.activeElement));
    if (focused !== -1) return focused;
    const id = this.place.gateId();
    return id === null ? -1 : rows.findIndex((row) => gateOf(row) === id);
  }

  private rows(): HTMLElement[] {
    return [...this.inbox.querySelectorAll<HTMLElement>('.waiting a.open')];
  }
}

function gateOf(row: HTMLElement): string | null {
  return row.closest<HTMLElement>('[data-gate]')?.dataset['gate'] ?? null;
}
