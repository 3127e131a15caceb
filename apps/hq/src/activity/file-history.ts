import { Injectable } from '@nestjs/common';
import type { GateModel } from '@codev-hq/protocol';
import { ChangesRequestedList } from '../approval/changes-requested.js';
import { DecisionLedger } from '../approval/decision-ledger.js';
import { DecisionRepository } from '../persistence/decision.repository.js';
import type { DecisionRow, HistoryRow } from '../persistence/tables.js';
import type { FileRecord } from '../state/file-record.js';
import { gateId } from '../state/gates.js';
import { fileKey, type InstanceRecord } from '../state/mirror-records.js';
import { Mirror } from '../state/mirror.js';
import { gateSteps, isAsked, standing, timeTold, type GateStep } from './gate-steps.js';
import { HistoryKeeper } from './history-keeper.js';
import { fileFact, goneFact, isLate, type Fact } from './history-rows.js';
import { gateSubject, phaseSubject, placeOf, type FilePlace } from '../state/history-subjects.js';

const UNDONE: ReadonlySet<string> = new Set(['refused', 'superseded', 'expired']);

/** Compares a status file with how the history left it. */
@Injectable()
export class FileHistory {
  constructor(
    private readonly mirror: Mirror,
    private readonly keeper: HistoryKeeper,
    private readonly decisions: DecisionRepository,
    private readonly changesRequested: ChangesRequestedList,
    private readonly ledger: DecisionLedger,
  ) {}

  /** `worktrees`: where a porch project's file has been seen; the first that has it counts. */
  async compare(place: FilePlace, worktrees: ReadonlySet<string>, now: number): Promise<Fact[]> {
    const id = placeOf(place);
    const instance = this.mirror.instance(place.instance_id);
    const file = instance && fileAt(instance, place, worktrees);
    const isServed = instance?.projects.some(({ path }) => path === place.project_path) ?? false;
    if (!file) return this.gone(this.keeper.gates(id), isServed, now, now);
    const facts = [...this.phase(instance, file, id, now)];
    const here = new Set<string>();
    for (const gate of file.model.gates.filter(({ human }) => human)) {
      const subject = gateSubject(id, gate.name);
      here.add(subject);
      facts.push(...(await this.gate(instance, file, gate, subject, now)));
    }
    const missing = this.keeper.gates(id).filter(({ subject }) => !here.has(subject));
    facts.push(...(await this.gone(missing, isServed, file.row.updated_at, now)));
    return facts;
  }

  /** Whether HQ holds the file, in any of these worktrees. */
  has(place: FilePlace, worktrees: ReadonlySet<string>): boolean {
    const instance = this.mirror.instance(place.instance_id);
    return instance !== undefined && fileAt(instance, place, worktrees) !== undefined;
  }

  private async gone(
    gates: readonly HistoryRow[],
    isServed: boolean,
    at: number,
    now: number,
  ): Promise<Fact[]> {
    const facts: Fact[] = [];
    for (const known of gates) {
      const decided = await this.decidedUnseen(known);
      if (decided) facts.push(decided);
      const left = decided ?? known;
      const gone = {
        gate: undefined,
        since: at,
        isSentBack: false,
        isServed,
        changedAt: at,
        seenAt: at,
        now,
      };
      facts.push(
        ...gateSteps(left, gone).map((step) => goneFact(known, { ...step, subject: known.subject })),
      );
    }
    return facts;
  }

  /** The end of a wait whose machine answered, and whose file went before it showed that. */
  private async decidedUnseen(known: HistoryRow): Promise<Fact | undefined> {
    if (standing(known)?.kind !== 'gate-requested') return undefined;
    const last = await this.appliedSince(known);
    return last && decidedFact(known, last);
  }

  /**
   * The approval whose file showed it, which the ledger then lets go of, and was another again before it was compared: what
   * waits there is a new question.
   */
  private async openedUnseen(known: HistoryRow | undefined): Promise<Fact | undefined> {
    if (!known) return undefined;
    const last = await this.appliedSince(known);
    return last?.kind === 'approve' && !this.ledger.find(last.id) ? decidedFact(known, last) : undefined;
  }

  /** The last word about a gate that was asked for, if its machine carried it out. */
  private async appliedSince(known: HistoryRow): Promise<DecisionRow | undefined> {
    const left = standing(known);
    if (!left || !isAsked(left) || left.since === null || known.gate_id === null) return undefined;
    const [last] = await this.decisions.rows({ gateId: known.gate_id, since: left.since, limit: 1 });
    return last?.state === 'applied' ? last : undefined;
  }

  private phase(instance: InstanceRecord, file: FileRecord, place: string, now: number): Fact[] {
    const { phase, plan_phase, updated_at } = file.model;
    if (phase === undefined || file.model.problem) return [];
    const subject = phaseSubject(place);
    const known = this.keeper.last(subject);
    if (known?.went_to === phase && known.plan_phase === (plan_phase ?? null)) return [];
    // A porch file says when it was written, which may be long before HQ got it.
    const at = timeTold(updated_at, now) ?? file.row.updated_at;
    const fact = {
      at: Math.max(at, known?.at ?? 0),
      kind: 'phase-changed',
      subject,
      came_from: known?.went_to ?? null,
      went_to: phase,
      plan_phase: plan_phase ?? null,
      learnt_late: isLate(at, now),
    };
    return [fileFact(instance, file, undefined, fact)];
  }

  private async gate(
    instance: InstanceRecord,
    file: FileRecord,
    gate: GateModel,
    subject: string,
    now: number,
  ): Promise<Fact[]> {
    const id = gateId(instance.instanceId, file.row, gate.name);
    const asked = timeTold(gate.requested_at, now) ?? file.waitingSince[gate.name];
    const request = this.changesRequested.of(id, file);
    const known = this.keeper.last(subject);
    const opened = gate.passed ? undefined : await this.openedUnseen(known);
    const steps = gateSteps(opened ?? known, {
      gate,
      since: asked ?? file.row.updated_at,
      isSentBack: request !== undefined,
      isServed: true,
      changedAt: request ? Date.parse(request.at) : file.row.updated_at,
      seenAt: file.row.updated_at,
      now,
    });
    const facts: Fact[] = opened ? [opened] : [];
    for (const step of steps) {
      const decision = await this.decisionOf(id, step, request?.decision_id);
      facts.push(fileFact(instance, file, gate, gateHappened(step, gate, decision, subject, now)));
    }
    return facts;
  }

  /** The decision that ended a wait; none when the gate was opened elsewhere. */
  private async decisionOf(
    gate_id: string,
    step: GateStep,
    requestId: string | undefined,
  ): Promise<DecisionRow | undefined> {
    if (step.kind === 'gate-sent-back' && requestId !== undefined)
      return (await this.decisions.byId(requestId))?.row;
    if (step.kind !== 'passed') return undefined;
    const [last] = await this.decisions.find({ gateId: gate_id, kind: 'approve', limit: 1 });
    if (!last || UNDONE.has(last.row.state) || last.row.decided_at < (step.since ?? 0)) return undefined;
    return last.row;
  }
}

function fileAt(
  instance: InstanceRecord,
  { project_path, worktree, path, format }: FilePlace,
  worktrees: ReadonlySet<string>,
): FileRecord | undefined {
  const candidates = format === 'porch' ? [...worktrees] : [worktree];
  return candidates
    .map((candidate) => instance.files.get(fileKey(project_path, candidate, path)))
    .find((file) => file !== undefined);
}

function gateHappened(
  step: GateStep,
  gate: GateModel,
  decision: DecisionRow | undefined,
  subject: string,
  now: number,
) {
  const { at, since, came_from = null } = step;
  if (step.kind !== 'passed' && step.kind !== 'gate-sent-back')
    return { at, kind: step.kind, subject, since, came_from, learnt_late: isLate(at, now) };
  const ended = decision?.decided_at ?? at;
  const opened = decision ? 'gate-decided' : 'gate-opened';
  return {
    at,
    kind: step.kind === 'gate-sent-back' ? step.kind : opened,
    subject,
    since,
    waited: since === null ? null : Math.max(0, ended - since),
    ...(decision ? whoDecided(decision) : { person_name: gate.by?.slice(0, 256) ?? null }),
    learnt_late: isLate(at, now),
  };
}

/** How a decision ended the wait that a gate was left in. */
function decidedFact(known: HistoryRow, row: DecisionRow): Fact {
  const { since } = known;
  return goneFact(known, {
    at: row.decided_at,
    kind: row.kind === 'approve' ? 'gate-decided' : 'gate-sent-back',
    subject: known.subject,
    since,
    waited: since === null ? null : row.decided_at - since,
    ...whoDecided(row),
  });
}

function whoDecided({ decided_at, id, approver_id, approver_name }: DecisionRow) {
  return { decided_at, decision_id: id, person_id: approver_id, person_name: approver_name };
}
