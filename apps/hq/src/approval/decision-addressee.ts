import type { DecisionRow } from '../persistence/tables.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import type { Move } from './decision-ledger.js';

/** Whether a machine is the one that a decision was made for: it has its id, and its key. Old decisions know no key. */
export function isAddressee(instance: InstanceRecord | undefined, row: DecisionRow): boolean {
  if (instance?.instanceId !== row.instance_id) return false;
  return !row.machine_key || row.machine_key === instance.owner;
}

/** How an open decision ends when its machine is none any more: nobody else may have it, or answer for it. */
export function withoutMachine(row: DecisionRow, what: 'forgotten' | 'released'): Move | undefined {
  const isSent = row.state === 'sent';
  if (row.state !== 'decided' && !isSent) return undefined;
  const cause = isSent
    ? `the machine was ${what}; whether it was applied is unknown`
    : `the machine was ${what} before this was delivered`;
  return { to: isSent ? 'expired' : 'superseded', cause, change: endedByHq(cause), by: 'hq' };
}

/** A decision that no machine has, of a person who may not decide any more. */
export function withdrawn(row: DecisionRow, name: string): Move | undefined {
  if (row.state !== 'decided') return undefined;
  const cause = `${name} was removed before this was delivered`.slice(0, 1000);
  return { to: 'superseded', cause, change: endedByHq(cause), by: 'hq' };
}

const endedByHq = (error: string) => ({ refusal: JSON.stringify({ code: 'UNREACHABLE', error }) });
