import { readFile } from 'node:fs/promises';
import type { GateModel, StatusFileModel } from '@codev-hq/protocol';
import { parseStatusFile, undoEdit } from '@codev-hq/status-file';
import { resolveInside } from '../workspaces/contained-path.js';
import type { Checkout } from './decision-checkout.js';
import type { JournalledEdit } from './decision-journal.js';
import { bytesDigest } from './gate-edit.js';
import { overwriteFile, replaceFile } from './replace-file.js';

/** How often somebody may save the file between our reading and our writing before it is left to them. */
const ATTEMPTS = 10;

/** How an edit was undone: `out` of what somebody else has written since, which stays; or where not, what the gate says. */
export type PutBack = 'as-before' | 'out' | 'still-said' | 'other-said';

/** Undoes an edit where the gate still says to the byte what was written. */
export async function putBack(checkout: Checkout, edit: JournalledEdit): Promise<PutBack> {
  const place = await resolveInside(checkout.path, edit.statusFile);
  if (place.kind === 'inside' && edit.before !== undefined) {
    if (await isReplaced(place.real, Buffer.from(edit.before), edit.fileAfter)) return 'as-before';
    if (await isTakenOut(place.real, edit)) return 'out';
  }
  return (await gateOnDisk(checkout, edit))?.digest === edit.gateAfter ? 'still-said' : 'other-said';
}

async function isReplaced(path: string, before: Buffer, after: string): Promise<boolean> {
  const replaced = await replaceFile(path, before, after);
  if (replaced.kind !== 'failed') return replaced.kind === 'replaced';
  return (await overwriteFile(path, before, after)).kind === 'replaced';
}

async function isTakenOut(path: string, edit: JournalledEdit): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const now = await readFile(path).catch(() => undefined);
    const without = now && withoutEdit(now, edit);
    if (!without) return false;
    const { kind } = await replaceFile(path, without, bytesDigest(now));
    if (kind !== 'changed') return kind === 'replaced';
  }
  return false;
}

function withoutEdit(now: Buffer, { statusFile, gate, before, edits }: JournalledEdit): Buffer | undefined {
  const text = now.toString('utf8');
  if (before === undefined || !edits || !Buffer.from(text, 'utf8').equals(now)) return undefined;
  const undone = undoEdit(text, statusFile, { gate, before, edits });
  return undone === undefined ? undefined : Buffer.from(undone, 'utf8');
}

/** The gate of an edit as the file says it now. */
export async function gateOnDisk(checkout: Checkout, edit: JournalledEdit): Promise<GateModel | undefined> {
  const model = await modelOnDisk(checkout, edit);
  return model && gateOf(model, edit);
}

/** An edit's file as it is now. */
export async function modelOnDisk(
  checkout: Checkout,
  edit: JournalledEdit,
): Promise<StatusFileModel | undefined> {
  const place = await resolveInside(checkout.path, edit.statusFile);
  if (place.kind !== 'inside') return undefined;
  const text = await readFile(place.real, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  return parseStatusFile(text, edit.statusFile);
}

export function gateOf(model: StatusFileModel, edit: JournalledEdit): GateModel | undefined {
  return model.gates.find((gate) => gate.name === edit.gate);
}
