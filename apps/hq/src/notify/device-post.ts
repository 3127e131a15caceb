import { Injectable } from '@nestjs/common';
import { GateList } from '../approval/gate-list.js';
import type { DeliveryRow } from '../persistence/notification-tables.js';
import { PushDeviceRepository } from '../persistence/push-device.repository.js';
import type { DeliveryPayload } from './delivery-payload.js';
import type { Posted } from './outgoing-post.js';
import { Preferences } from './preferences.js';
import { PushDevices } from './push-devices.js';
import { isQuiet } from './quiet-hours.js';

/** Deliveries to devices, as far as there is still somebody, and something, to tell. */
@Injectable()
export class DevicePost {
  constructor(
    private readonly deviceRows: PushDeviceRepository,
    private readonly devices: PushDevices,
    private readonly preferences: Preferences,
    private readonly gates: GateList,
  ) {}

  /**
   * Undefined when there is nobody, or nothing, to tell any more; `quiet` when it has to wait: what failed before, or what a
   * stop cut off, must not ring in the night.
   */
  async send(row: DeliveryRow, payload: DeliveryPayload, now: number): Promise<Posted | 'quiet' | undefined> {
    const device = await this.deviceRows.byId(row.device_id ?? '');
    if (!device) return undefined;
    if (isQuiet((await this.preferences.of(device.person_id)).quiet_hours, now)) return 'quiet';
    if (row.attempts > 0 && this.isOver(payload)) return undefined;
    return this.devices.tell(device, payload);
  }

  /** The one gate it tells of was decided while it could not be delivered. */
  private isOver({ events }: DeliveryPayload): boolean {
    const [event] = events;
    if (!event?.gate_id || events.length > 1 || event.kind === 'decision_failed') return false;
    return this.gates.byId(event.gate_id) === undefined;
  }
}
