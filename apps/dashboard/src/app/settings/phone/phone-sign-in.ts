import { Component, computed, DestroyRef, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { handover, handoverState, type Handover, type HandoverState } from '@codev-hq/protocol/account';
import * as z from 'zod/mini';
import { askHq } from '../../hq-client/hq-http';
import { Clock } from '../../hq-client/clock';
import { Errand } from '../../ui/errand';
import { Icon } from '../../ui/icon';
import { Notice } from '../../ui/notice';
import { deviceWords } from '../../ui/device-words';
import { Group } from '../group';
import { SectionPage } from '../section-page';

const LOOK_EVERY_MS = 1_000;

/** Signs me in on my phone: HQ makes a link for it, shown as a code that works once and for two minutes. */
@Component({
  selector: 'hq-phone-sign-in',
  imports: [Group, Icon, Notice, RouterLink, SectionPage],
  templateUrl: './phone-sign-in.html',
  styleUrl: './phone-sign-in.css',
})
export class PhoneSignIn {
  private readonly clock = inject(Clock);
  protected readonly offered = signal<Handover | null>(null);
  private readonly heard = signal<HandoverState | null>(null);
  protected readonly errand = new Errand();
  private readonly secondsLeft = signal(0);
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Drawn by a library that nobody needs before. */
  protected readonly code = resource({
    params: () => this.offered()?.url,
    loader: async ({ params }) => (await import('./qr-path')).qrPath(params),
  });
  protected readonly state = computed(() => {
    const heard = this.heard();
    if (!this.offered()) return 'none';
    if (heard?.state === 'used') return 'used';
    return heard?.state === 'expired' || this.secondsLeft() <= 0 ? 'expired' : 'waiting';
  });
  protected readonly device = computed(() => {
    const device = this.heard()?.device;
    return device && deviceWords(device);
  });
  protected readonly left = computed(() => {
    const seconds = this.secondsLeft();
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => {
      this.stop();
      // A code that nobody looks at any more should not work any more.
      if (this.state() === 'waiting') void this.withdraw();
    });
  }

  protected async show(): Promise<void> {
    const answer = await this.errand.ask('/api/session/handover', handover, { method: 'POST' });
    if (!answer?.ok) return;
    this.heard.set(null);
    this.offered.set(answer.value);
    this.count();
    this.stop();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  private count(): void {
    const offered = this.offered();
    const until = offered ? Date.parse(offered.expires_at) : 0;
    this.secondsLeft.set(Math.max(0, Math.ceil((until - this.clock.exactly()) / 1000)));
  }

  private async look(): Promise<void> {
    const offered = this.offered();
    if (!offered) return;
    this.count();
    const path = `/api/session/handover/${encodeURIComponent(offered.handover_id)}`;
    const answer = await askHq(path, handoverState, { withProof: true });
    if (this.offered() !== offered) return;
    if (answer.ok) this.heard.set(answer.value);
    if (this.state() !== 'waiting') this.stop();
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private async withdraw(): Promise<void> {
    const offered = this.offered();
    if (!offered) return;
    const path = `/api/session/handover/${encodeURIComponent(offered.handover_id)}`;
    await askHq(path, z.unknown(), { method: 'DELETE' });
  }
}
