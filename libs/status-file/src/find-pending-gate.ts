import type { ErrorCode, GateModel, Refusal, StatusFileModel } from '@codev-hq/protocol';

/** A refusal that may name what to choose from. */
export type GateRefusal = Refusal & { readonly candidates?: string[] };

export type FoundGate =
  { readonly ok: true; readonly gate: GateModel } | { readonly ok: false; readonly refusal: GateRefusal };

/**
 * The gate that a decision means (protocol section 5): `wanted` is its full name, or the last segment when exactly one
 * pending gate ends so. Names are compared literally, and a full name wins over a last segment. Refuses with
 * `GATE_NOT_FOUND`, `GATE_AMBIGUOUS` (with candidates) or `GATE_NOT_PENDING`; a gate that is found waits for a person.
 */
export function findPendingGate(model: StatusFileModel, wanted: string): FoundGate {
  const exact = model.gates.find((gate) => gate.name === wanted);
  if (exact) return onlyWaiting(model, exact);

  const named = model.gates.filter((gate) => lastSegment(gate.name) === wanted);
  const pending = named.filter((gate) => gate.status === 'pending');
  const [first] = named;
  const [only] = pending;
  if (!first) return notFound(model, wanted);
  if (!only) return onlyWaiting(model, first);
  if (pending.length === 1) return onlyWaiting(model, only);
  const candidates = pending.map((gate) => gate.name);
  return refuse(
    'GATE_AMBIGUOUS',
    `Several pending gates are named "${wanted}": ${candidates.join(', ')}. Use the full name of one.`,
    candidates,
  );
}

function notFound(model: StatusFileModel, wanted: string): FoundGate {
  const candidates = model.gates.filter((gate) => gate.waiting).map((gate) => gate.name);
  const waiting = candidates.length > 0 ? ` These wait: ${candidates.join(', ')}.` : ' No gate of it waits.';
  const problem = model.problem ? ` The file has a problem${atLine(model)}: ${model.problem.message}` : '';
  return refuse(
    'GATE_NOT_FOUND',
    `The status file has no gate "${wanted}".${problem || waiting}`,
    candidates,
  );
}

function onlyWaiting(model: StatusFileModel, gate: GateModel): FoundGate {
  if (gate.waiting) return { ok: true, gate };
  return refuse('GATE_NOT_PENDING', `The gate "${gate.name}" ${whyNotWaiting(model, gate)}`);
}

function whyNotWaiting(model: StatusFileModel, gate: GateModel): string {
  if (gate.status === '') return 'has no status. Write `status: pending` into the file.';
  if (gate.status !== 'pending') return `is not pending but "${gate.status}". Reload to see what happened.`;
  if (model.problem)
    return `cannot be decided while the file has a problem${atLine(model)}: ${model.problem.message}`;
  if (!gate.human) return 'is decided by a program, not by a person.';
  if (gate.requested_at === undefined && model.format === 'porch')
    return 'has not been requested yet. Wait until the agent asks for it.';
  return `belongs to a project that is finished (phase "${model.phase ?? ''}").`;
}

function atLine({ problem }: StatusFileModel): string {
  return problem?.line === undefined ? '' : ` in line ${problem.line}`;
}

function refuse(code: ErrorCode, error: string, candidates?: string[]): FoundGate {
  return { ok: false, refusal: { code, error, ...(candidates && { candidates }) } };
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
