import { readFile } from 'node:fs/promises';
import type { GateModel, StatusFileModel } from '@codev-hq/protocol';
import { parseStatusFile } from '@codev-hq/status-file';
import { resolveInside } from '../workspaces/contained-path.js';
import type { Checkout } from './decision-checkout.js';
import type { JournalledEdit } from './decision-journal.js';
import { overwriteFile, replaceFile } from './replace-file.js';

/** Undoes an edit if the file still is what was written. Answers whether it did. */
export async function putBack(checkout: Checkout, edit: JournalledEdit): Promise<boolean> {
  const place = await resolveInside(checkout.path, edit.statusFile);
  if (place.kind !== 'inside' || edit.before === undefined) return false;
  const before = Buffer.from(edit.before);
  const replaced = await replaceFile(place.real, before, edit.fileAfter);
  if (replaced.kind !== 'failed') return replaced.kind === 'replaced';
  return (await overwriteFile(place.real, before, edit.fileAfter)).kind === 'replaced';
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
