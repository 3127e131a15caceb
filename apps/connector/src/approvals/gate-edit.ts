import { createHash } from 'node:crypto';
import type { GateModel, Refusal, StatusFileModel } from '@codev-hq/protocol';
import { findPendingGate, parseStatusFile, setGate, type ParseOptions } from '@codev-hq/status-file';
import { approvalTime, approverName, type ApprovalOrder } from './approval-order.js';
import { onOneLine } from './one-line.js';

/** What an approval asks of a status file's text as it is now. */
export type GatePlan =
  | { readonly kind: 'write'; readonly bytes: Buffer; readonly before: GateModel; readonly after: GateModel }
  /** The file already says what this decision would write. */
  | { readonly kind: 'written'; readonly gate: GateModel }
  /** The gate is passed already, and HQ keeps no decisions that could differ from this one. */
  | { readonly kind: 'passed'; readonly note: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal & { readonly candidates?: readonly string[] } };

/** `path` is the status file's, relative to its project. Pure. */
export function planGateEdit(text: string, path: string, order: ApprovalOrder): GatePlan {
  const options = parseOptions(order);
  const model = parseStatusFile(text, path, options);
  if (model.id !== order.projectId) return refuse('STALE', `${path} now belongs to project "${model.id}".`);
  const found = findPendingGate(model, order.gate);
  if (!found.ok) {
    const passed = passedGate(model, order.gate);
    if (passed && saysThis(passed, order)) return { kind: 'written', gate: passed };
    if (passed && found.refusal.code === 'GATE_NOT_PENDING')
      return order.tracked
        ? refuse('GATE_NOT_PENDING', passedWords(passed))
        : { kind: 'passed', note: passedWords(passed) };
    return { kind: 'refused', refusal: found.refusal };
  }
  const expected = order.expected.gate_digest;
  if (expected !== undefined && expected !== found.gate.digest)
    return refuse(
      'STALE',
      `The gate "${found.gate.name}" in ${path} changed after it was reviewed. Look again.`,
    );
  const reading = order.expected.reading_digest;
  if (reading !== undefined && reading !== model.reading_digest)
    return refuse('STALE', `The text of ${path} changed after it was read. Look again, then decide.`);
  const edit = setGate(
    text,
    path,
    found.gate.name,
    { fields: gateFields(order) },
    { ...options, logLine: logLine(order, found.gate) },
  );
  if (!edit.ok) return { kind: 'refused', refusal: edit.refusal };
  return { kind: 'write', bytes: Buffer.from(edit.text, 'utf8'), before: found.gate, after: edit.gate };
}

export function bytesDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Which gates people decide is HQ's to say when it answers for its decisions; else only `human_approval` is. */
function parseOptions({ tracked, gate }: ApprovalOrder): ParseOptions {
  return tracked ? { humanGates: [gate] } : {};
}

/** Who and when, as the person decided it. */
function gateFields(order: ApprovalOrder): Record<string, string> {
  return { status: 'passed', by: approverName(order), at: approvalTime(order).toISOString() };
}

function logLine(order: ApprovalOrder, gate: GateModel): string {
  const comment = onOneLine(order.comment ?? '');
  const day = approvalTime(order).toISOString().slice(0, 10);
  return `- ${day} Gate ${gate.name} approved by ${approverName(order)} through Codev HQ${comment && `: ${comment}`}`;
}

/** Full names win over last segments, as for pending gates. */
function passedGate(model: StatusFileModel, wanted: string): GateModel | undefined {
  const exact = model.gates.find((gate) => gate.name === wanted);
  if (exact) return exact.passed ? exact : undefined;
  const named = model.gates.filter((gate) => gate.name.endsWith(`.${wanted}`));
  return named.length === 1 && named[0]?.passed ? named[0] : undefined;
}

function saysThis(gate: GateModel, order: ApprovalOrder): boolean {
  return gate.by === approverName(order) && gate.at === approvalTime(order).toISOString();
}

function passedWords(gate: GateModel): string {
  const who = gate.by ? ` by ${gate.by}` : '';
  const when = gate.at ? ` at ${gate.at}` : '';
  return `The gate "${gate.name}" was already passed${who}${when}.`;
}

function refuse(code: Refusal['code'], error: string): GatePlan {
  return { kind: 'refused', refusal: { code, error } };
}
