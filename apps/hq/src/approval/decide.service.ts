import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Decision, DecisionKind, Expectation, ProofClaims, Refusal } from '@codev-hq/protocol';
import { HqConfig } from '../hq.config.js';
import { actorOf, approverOf, type Principal } from '../people/principal.js';
import type { StoredDecision } from '../persistence/decision.repository.js';
import type { DecisionRow } from '../persistence/tables.js';
import type { FileRecord } from '../state/file-record.js';
import { gateId } from '../state/gates.js';
import type { InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { changedSinceRead } from './changed-since-read.js';
import { DecisionHistory } from './decision-history.js';
import { DecisionLedger } from './decision-ledger.js';
import { decisionView } from './decision-view.js';
import { chooseGate, type GateInFile, type GateRequest } from './gate-choice.js';
import { ProofSigner } from './proof-signer.js';

export interface DecisionRequest extends GateRequest {
  readonly instance_id: string;
  readonly expected?: Expectation | undefined;
  readonly label?: string | undefined;
  readonly comment?: string | undefined;
}

export type DecideResult =
  | { readonly ok: true; readonly decision: StoredDecision }
  | {
      readonly ok: false;
      readonly refusal: Refusal;
      readonly candidates?: string[];
      readonly decision?: Decision;
      /** For `STALE`: the gate as it is now. */
      readonly moved?: GateInFile;
    };

/** Takes a person's decision: may it be, is it still what they read, and then keeps it for good. */
@Injectable()
export class DecideService {
  constructor(
    private readonly config: HqConfig,
    private readonly mirror: Mirror,
    private readonly ledger: DecisionLedger,
    private readonly signer: ProofSigner,
    private readonly history: DecisionHistory,
  ) {}

  async decide(kind: DecisionKind, request: DecisionRequest, principal: Principal): Promise<DecideResult> {
    const instance = this.mirror.instance(request.instance_id);
    if (!instance) {
      const error = `There is no machine ${request.instance_id}. GET /api/state lists them.`;
      return { ok: false, refusal: { code: 'INSTANCE_NOT_FOUND', error } };
    }
    if (kind === 'request_changes' && !instance.features.has('rejection')) {
      const error = `The connector on ${instance.name} cannot request changes. Tell the builder directly; the gate stays closed meanwhile.`;
      return { ok: false, refusal: { code: 'UNSUPPORTED', error } };
    }
    const choice = chooseGate(instance, request);
    if (choice.kind === 'none') {
      return {
        ok: false,
        refusal: choice.refusal,
        ...(choice.candidates && { candidates: choice.candidates }),
      };
    }
    const id = gateId(instance.instanceId, choice.chosen.file.row, choice.chosen.gate.name);
    return this.ledger.forGate(id, async () => {
      const standing = this.ledger.current(id) ?? (await this.history.lastApplied(id, choice.kind));
      if (standing) return repeatOrConflict(standing, kind, request, principal);
      // Chosen again: while waiting for the gate's turn, the file may have moved.
      const now = chooseGate(instance, { ...request, gate: choice.chosen.gate.name });
      if (now.kind !== 'pending') return { ok: false, refusal: now.refusal };
      if (changedSinceRead(request.expected ?? {}, [], now.chosen).length > 0) return stale(now.chosen);
      return { ok: true, decision: await this.record(kind, id, instance, now.chosen, request, principal) };
    });
  }

  private async record(
    kind: DecisionKind,
    gate_id: string,
    instance: InstanceRecord,
    { file, gate }: GateInFile,
    request: DecisionRequest,
    principal: Principal,
  ): Promise<StoredDecision> {
    const approver = approverOf(principal);
    const decidedAt = Date.now();
    const target = {
      instance_id: instance.instanceId,
      project_path: file.row.project_path,
      project_id: file.model.id,
      status_file: file.row.path,
      gate: gate.name,
    };
    const artifacts =
      request.expected?.artifacts ?? (kind === 'request_changes' ? digestsOf(file) : undefined);
    const expected: Expectation = {
      gate_digest: gate.digest,
      // Signed only when it is what is there: a log line may have come since the person looked.
      ...(isOrAbsent(request.expected?.file_digest, file.row.digest) && { file_digest: file.row.digest }),
      ...(file.model.reading_digest && { reading_digest: file.model.reading_digest }),
      ...(artifacts && { artifacts }),
    };
    const claims: ProofClaims = {
      jti: randomUUID(),
      iat: Math.floor(decidedAt / 1000),
      iss: 'codev-hq',
      sub: approver.id,
      kind,
      approver,
      ...(principal.keyId !== undefined && { via: `key:${principal.keyId}` }),
      ...target,
      ...(file.row.worktree && { worktree: file.row.worktree }),
      exp: Math.floor((decidedAt + this.config.decisionTtlMs) / 1000),
      decided_at: new Date(decidedAt).toISOString(),
      ...(request.comment && { comment: request.comment }),
      expected,
    };
    const row: DecisionRow = {
      id: claims.jti,
      kind,
      gate_id,
      ...target,
      instance_name: instance.name,
      title: file.model.title,
      worktree: file.row.worktree || null,
      approver_id: approver.id,
      approver_name: approver.name,
      approver_email: approver.email ?? null,
      label: request.label ?? null,
      comment: request.comment || null,
      expected: JSON.stringify(expected),
      proof: await this.signer.sign(claims),
      decided_at: decidedAt,
      expires_at: decidedAt + this.config.decisionTtlMs,
      state: 'decided',
      open: 1,
      seen_passed: 0,
      outcome: null,
      refusal: null,
      progress: null,
      machine_key: instance.owner || null,
    };
    const through = principal.keyName === undefined ? '' : ` through the key “${principal.keyName}”`;
    return this.ledger.record(row, `${approver.name} decided${through}`, actorOf(principal));
  }
}

/**
 * First decision wins: the same again gets the same answer, another one learns who was first. With other words it is another
 * one: the answer would pass for a receipt of words that nobody gets.
 */
function repeatOrConflict(
  standing: StoredDecision,
  kind: DecisionKind,
  { comment }: DecisionRequest,
  principal: Principal,
): DecideResult {
  const { row } = standing;
  const isSame = row.approver_id === principal.id && row.kind === kind;
  if (isSame && (!comment || comment === row.comment)) return { ok: true, decision: standing };
  const what = row.kind === 'approve' ? 'approved' : 'sent back';
  const when = new Date(row.decided_at).toISOString();
  const words = isSame ? ` ${row.comment ? 'with other words' : 'without words'}` : '';
  const error = `${row.approver_name} ${what} this gate at ${when}${words}. The first decision stands.`;
  return { ok: false, refusal: { code: 'ALREADY_DECIDED', error }, decision: decisionView(standing) };
}

/** A request for changes stands until one of these is another: it is about what was there, whatever the caller named. */
function digestsOf(file: FileRecord): Expectation['artifacts'] {
  const bound = file.artifacts.flatMap(({ path, digest }) =>
    digest === undefined ? [] : [{ path, digest }],
  );
  return bound.length > 0 ? bound : undefined;
}

function isOrAbsent(seen: string | undefined, there: string | undefined): boolean {
  return seen === undefined || seen === there;
}

function stale(moved: GateInFile): DecideResult {
  const { gate, file } = moved;
  const error = `${gate.name} in ${file.row.path} has changed since it was read. Look at it again, then decide.`;
  return { ok: false, refusal: { code: 'STALE', error }, moved };
}
