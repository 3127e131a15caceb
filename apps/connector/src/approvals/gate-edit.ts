import { createHash } from 'node:crypto';
import type { ChangedSinceRead, GateModel, Refusal, StatusFileModel } from '@codev-hq/protocol';
import {
  findPendingGate,
  parseStatusFile,
  setGate,
  type GateChange,
  type GateRefusal,
  type ParseOptions,
  type TextEdit,
} from '@codev-hq/status-file';
import { decisionTime, approverName, type DecisionOrder, type DecisionRefusal } from './decision-order.js';
import { onOneLine } from './one-line.js';

/** What a decision asks of a status file's text as it is now. */
export type GatePlan =
  | {
      readonly kind: 'write';
      readonly format: StatusFileModel['format'];
      readonly bytes: Buffer;
      readonly before: GateModel;
      readonly after: GateModel;
      /** What makes `bytes` of the text as it is now. */
      readonly edits: readonly TextEdit[];
    }
  /** The file already says what this decision would write. */
  | { readonly kind: 'written'; readonly gate: GateModel }
  /** Nothing is to be written: porch knows no requests for changes, and its gate just stays closed. */
  | { readonly kind: 'unwritten'; readonly gate: GateModel }
  /** porch passed it for this person: in which decision, only a commit tells. */
  | { readonly kind: 'recorded'; readonly refusal: Refusal }
  /** The gate is passed already, and HQ keeps no decisions that could differ from this one. */
  | { readonly kind: 'passed'; readonly note: string }
  | { readonly kind: 'refused'; readonly refusal: DecisionRefusal };

/** `path` is the status file's, relative to its checkout. Pure. */
export function planGateEdit(text: string, path: string, order: DecisionOrder, now: Date): GatePlan {
  const options = parseOptions(order);
  const model = parseStatusFile(text, path, options);
  if (model.id !== order.projectId) return refuse('STALE', `${path} now belongs to project "${model.id}".`);
  const found = findPendingGate(model, order.gate);
  if (!found.ok) return planPassed(model, path, order, found.refusal);
  const moved = whatMoved(model, found.gate, path, order);
  if (order.kind === 'request_changes' && model.format === 'porch')
    return moved === undefined
      ? { kind: 'unwritten', gate: found.gate }
      : { kind: 'refused', refusal: moved };
  const change = gateChange(model, found.gate, order, now);
  const edit = setGate(text, path, found.gate.name, change, {
    ...options,
    logLine: logLine(order, found.gate),
  });
  // A request for changes leaves the gate pending: what it would write may be there already.
  if (edit.ok && edit.gate.digest === found.gate.digest) return written(model, found.gate, path, order);
  if (moved !== undefined) return { kind: 'refused', refusal: moved };
  if (!edit.ok) return { kind: 'refused', refusal: edit.refusal };
  return {
    kind: 'write',
    format: model.format,
    bytes: Buffer.from(edit.text, 'utf8'),
    before: found.gate,
    after: edit.gate,
    edits: edit.edits,
  };
}

function planPassed(
  model: StatusFileModel,
  path: string,
  order: DecisionOrder,
  refusal: GateRefusal,
): GatePlan {
  const passed = passedGate(model, order.gate);
  if (!passed || refusal.code !== 'GATE_NOT_PENDING') return { kind: 'refused', refusal };
  const { kind, tracked } = order;
  if (kind === 'approve' && saysThis(passed, order)) return written(model, passed, path, order);
  const words = passedWords(passed);
  if (kind === 'approve' && model.format === 'porch' && passed.by === approverName(order))
    return { kind: 'recorded', refusal: { code: 'GATE_NOT_PENDING', error: words } };
  return kind === 'approve' && !tracked ? { kind: 'passed', note: words } : refuse('GATE_NOT_PENDING', words);
}

/** Whoever wrote it there: it is this decision's only with the text that was read. */
function written(model: StatusFileModel, gate: GateModel, path: string, order: DecisionOrder): GatePlan {
  const [moved] = movedText(model, path, order);
  if (!moved) return { kind: 'written', gate };
  const error = `${path} says already what was decided, but its text changed after it was read. Nothing was committed: look at the file, and take it back by hand if nobody should have.`;
  return { kind: 'refused', refusal: { code: 'STALE', error, changed: [moved] } };
}

/** The text of a status file when it is no longer what the person read. */
export function movedText(
  { reading_digest: now }: StatusFileModel,
  path: string,
  { expected }: DecisionOrder,
): ChangedSinceRead[] {
  return ifMoved('text', path, expected.reading_digest, now);
}

/** What is no longer as the person saw it. */
function whatMoved(
  model: StatusFileModel,
  gate: GateModel,
  path: string,
  order: DecisionOrder,
): DecisionRefusal | undefined {
  const changed: ChangedSinceRead[] = [
    ...ifMoved('gate', path, order.expected.gate_digest, gate.digest),
    ...movedText(model, path, order),
  ];
  const [first] = changed;
  if (!first) return undefined;
  const error =
    first.what === 'gate'
      ? `The gate "${gate.name}" in ${path} changed after it was reviewed. Look again.`
      : `The text of ${path} changed after it was read. Look again, then decide.`;
  return { code: 'STALE', error, changed };
}

function ifMoved(
  what: 'gate' | 'text',
  path: string,
  before: string | undefined,
  after: string | undefined,
): ChangedSinceRead[] {
  if (before === undefined || before === after) return [];
  return [{ what, path, digest_before: before, ...(after !== undefined && { digest_after: after }) }];
}

export function bytesDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Which gates people decide is HQ's to say when it answers for its decisions; else only `human_approval` is. */
function parseOptions({ tracked, gate }: DecisionOrder): ParseOptions {
  return tracked ? { humanGates: [gate] } : {};
}

/** Who and when, as the person decided it; in porch's file what porch itself would write, and by whom. */
function gateChange(model: StatusFileModel, gate: GateModel, order: DecisionOrder, now: Date): GateChange {
  const by = approverName(order);
  const at = decisionTime(order).toISOString();
  if (order.kind === 'request_changes') {
    const changes_requested = { by, at, comment: order.comment ?? '' };
    return { fields: { status: gate.status, changes_requested } };
  }
  if (model.format === 'markdown') return { fields: { status: 'passed', by, at } };
  return {
    fields: { status: 'approved', approved_at: at, approved_by: by },
    alongside: {
      updated_at: now.toISOString(),
      ...(gate.name === 'pr' && { pr_ready_for_human: false }),
      ...(isLast(model, gate) && { build_complete: true, phase: 'verified' }),
    },
  };
}

/**
 * porch goes on by itself behind this one gate, which ends a project; behind others a builder has it go on. What a
 * protocol of somebody's own has in store after it is not known here: that is left to the builder too.
 */
function isLast({ phase, gates }: StatusFileModel, { name }: GateModel): boolean {
  return name === 'verify-approval' && phase === 'verify' && gates.at(-1)?.name === name;
}

function logLine(order: DecisionOrder, gate: GateModel): string {
  const comment = onOneLine(order.comment ?? '');
  const day = decisionTime(order).toISOString().slice(0, 10);
  const by = `by ${approverName(order)} through Codev HQ${comment && `: ${comment}`}`;
  return order.kind === 'approve'
    ? `- ${day} Gate ${gate.name} approved ${by}`
    : `- ${day} Changes requested at gate ${gate.name} ${by}`;
}

/** Full names win over last segments, as for pending gates. */
function passedGate(model: StatusFileModel, wanted: string): GateModel | undefined {
  const exact = model.gates.find((gate) => gate.name === wanted);
  if (exact) return exact.passed ? exact : undefined;
  const named = model.gates.filter((gate) => gate.name.endsWith(`.${wanted}`));
  return named.length === 1 && named[0]?.passed ? named[0] : undefined;
}

function saysThis(gate: GateModel, order: DecisionOrder): boolean {
  return gate.by === approverName(order) && gate.at === decisionTime(order).toISOString();
}

function passedWords(gate: GateModel): string {
  const who = gate.by ? ` by ${gate.by}` : '';
  const when = gate.at ? ` at ${gate.at}` : '';
  return `The gate "${gate.name}" was already passed${who}${when}.`;
}

function refuse(code: Refusal['code'], error: string): GatePlan {
  return { kind: 'refused', refusal: { code, error } };
}
