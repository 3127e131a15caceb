import { Component, computed, inject, signal } from '@angular/core';
import {
  deliveryAttempt,
  notifiedDevices,
  type DeliveryAttempt,
  type NotifiedDevice,
} from '@codev-hq/protocol/notifications';
import * as z from 'zod/mini';
import { Push, type PushTrouble } from '../../device/push';
import { askHq } from '../../hq-client/hq-http';
import { hqResource } from '../../hq-client/hq-resource';
import { Icon } from '../../ui/icon';
import { Moment } from '../../ui/moment';
import { NotLoaded } from '../../ui/not-loaded';
import { Notice } from '../../ui/notice';
import { deviceWords } from '../../ui/device-words';
import { troubleWords } from '../../ui/trouble-words';
import { Confirm } from '../../ui/confirm';
import { Group } from '../group';

/** The devices that are told, and this one among them. */
@Component({
  selector: 'hq-devices',
  imports: [Confirm, Group, Icon, Moment, Notice, NotLoaded],
  templateUrl: './devices.html',
  styleUrl: './devices.css',
})
export class Devices {
  private readonly push = inject(Push);
  protected readonly answer = hqResource(() => '/api/notifications/devices', notifiedDevices);
  protected readonly removing = signal<NotifiedDevice | null>(null);
  protected readonly busy = signal(false);
  protected readonly problem = signal<string | null>(null);
  protected readonly tested = signal<{ readonly id: string; readonly attempt: DeliveryAttempt } | null>(null);

  private readonly isListed = computed(() =>
    (this.answer.value() ?? []).some((device) => this.isThis(device)),
  );
  /** On only when HQ knows of it too: it forgets a device whose session was ended. */
  protected readonly state = computed(() => {
    const state = this.push.state();
    return state === 'on' && this.answer.value() && !this.isListed() ? 'off' : state;
  });

  protected isThis(device: NotifiedDevice): boolean {
    return device.endpoint_digest === this.push.endpointDigest();
  }

  protected async turnOn(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.problem.set(null);
    const trouble = await this.push.turnOn();
    this.busy.set(false);
    if (trouble) this.problem.set(wordsOf(trouble));
    this.answer.reload();
  }

  protected async test(device: NotifiedDevice): Promise<void> {
    this.problem.set(null);
    this.tested.set(null);
    const answer = await askHq(`${pathOf(device)}/test`, deliveryAttempt, { method: 'POST' });
    if (answer.ok) this.tested.set({ id: device.device_id, attempt: answer.value });
    else this.problem.set(troubleWords(answer.trouble));
    this.answer.reload();
  }

  protected async remove(device: NotifiedDevice): Promise<void> {
    this.removing.set(null);
    this.problem.set(null);
    if (this.isThis(device)) await this.push.turnOff();
    const answer = await askHq(pathOf(device), z.unknown(), { method: 'DELETE' });
    if (!answer.ok) this.problem.set(troubleWords(answer.trouble));
    this.answer.reload();
  }

  protected nameOf({ device, name }: NotifiedDevice): string {
    return device ? deviceWords(device) : name;
  }

  protected testLabel(device: NotifiedDevice): string {
    return $localize`:@@settings.devices.test.label:Send a test to ${this.nameOf(device)}:device:`;
  }

  protected removeLabel(device: NotifiedDevice): string {
    return $localize`:@@settings.devices.remove.label:Remove ${this.nameOf(device)}:device:`;
  }
}

function pathOf(device: NotifiedDevice): string {
  return `/api/notifications/devices/${encodeURIComponent(device.device_id)}`;
}

function wordsOf(trouble: PushTrouble): string {
  switch (trouble.kind) {
    case 'not-allowed':
      return $localize`:@@settings.devices.not-allowed:The browser was not allowed to show notifications.`;
    case 'no-push-service':
      return $localize`:@@settings.devices.no-service:This browser could not reach its push service. Check its network, then try again.`;
    default:
      return troubleWords(trouble);
  }
}
