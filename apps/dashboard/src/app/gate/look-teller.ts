import { DestroyRef, DOCUMENT, inject, Injectable } from '@angular/core';
import type { GateDetail } from '@codev-hq/protocol';
import { tellLook } from '../hq-client/looks';
import { expectationOf } from './approval-of';
import type { Bound } from './artifacts/readiness';

interface Look {
  readonly read: GateDetail;
  readonly papers: Bound;
}

/** Tells HQ what its reader has looked at: once for each version, and not while the page is behind another. */
@Injectable()
export class LookTeller {
  private readonly document = inject(DOCUMENT);
  private told = '';
  private waiting: Look | null = null;

  constructor() {
    const seen = () => this.tellWhenSeen();
    this.document.addEventListener('visibilitychange', seen);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('visibilitychange', seen));
  }

  /** `papers`: what is drawn of them; there may be none to draw. */
  shows(look: Look): void {
    this.waiting = look;
    this.tellWhenSeen();
  }

  private tellWhenSeen(): void {
    const look = this.waiting;
    if (!look || this.document.visibilityState === 'hidden') return;
    this.waiting = null;
    const version = versionOf(look);
    if (version === this.told) return;
    this.told = version;
    void this.tell(look, version);
  }

  private async tell({ read, papers }: Look, version: string): Promise<void> {
    const arrived = await tellLook(read.gate_id, expectationOf(read, papers));
    // With the next thing that is drawn it is tried again.
    if (!arrived && this.told === version) this.told = '';
  }
}

/** A log line makes no other version; all of porch's file that is read is gates. */
function versionOf({ read, papers }: Look): string {
  const { digest, project } = read.status_file;
  const text = project.reading_digest ?? (project.format === 'porch' ? '' : digest);
  return JSON.stringify([read.gate_id, read.waiting?.digest, text, papers]);
}
