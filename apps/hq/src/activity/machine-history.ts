import { Injectable } from '@nestjs/common';
import { Mirror } from '../state/mirror.js';
import { HistoryKeeper } from './history-keeper.js';
import { goneFact, machineFact, type Fact } from './history-rows.js';
import { machineSubject } from '../state/history-subjects.js';

/** Compares whether a machine is online with how the history left it. */
@Injectable()
export class MachineHistory {
  constructor(
    private readonly mirror: Mirror,
    private readonly keeper: HistoryKeeper,
  ) {}

  compare(instanceId: string, now: number): Fact[] {
    const subject = machineSubject(instanceId);
    const known = this.keeper.last(subject);
    const instance = this.mirror.instance(instanceId);
    const wasOnline = known?.kind === 'machine-online';
    if (instance?.online) {
      if (wasOnline) return [];
      return [machineFact(instance, { at: instance.onlineSince, kind: 'machine-online', subject })];
    }
    if (!wasOnline) return [];
    const at = Math.max(known.at, instance?.lastSeen ?? now);
    return [goneFact(known, { at, kind: 'machine-offline', subject })];
  }
}
