import type { Actor, ApprovalFigures, Expectation, HastyApproval, Insights } from '@codev-hq/protocol';
import type { DecidedRow } from '../persistence/history.repository.js';
import type { GateLookRow } from '../persistence/tables.js';

const MINUTE = 60_000;
const MOST_HASTY = 100;
const MOST_APPROVERS = 200;

const NONE: ApprovalFigures = { total: 0, unopened: 0, under_a_minute: 0, hasty: 0 };

/** How approvals came about: with what was approved on the screen before, and how soon. */
export class ApprovalCount {
  private all = NONE;
  private readonly byApprover = new Map<string, { who: Actor; figures: ApprovalFigures }>();
  private readonly hasty: HastyApproval[] = [];

  /** `waited` is undefined when nobody knows how long the gate had waited. */
  add(row: DecidedRow, projectName: string, waited: number | undefined, looks: readonly GateLookRow[]): void {
    const unopened = !looks.some((look) => hasShown(look, row));
    const quick = waited !== undefined && waited < MINUTE;
    const one = { total: 1, unopened: +unopened, under_a_minute: +quick, hasty: +(unopened && quick) };
    this.all = sum(this.all, one);
    const who = { id: row.approver_id, name: row.approver_name };
    const known = this.byApprover.get(row.approver_id) ?? { who, figures: NONE };
    this.byApprover.set(row.approver_id, { who: known.who, figures: sum(known.figures, one) });
    if (waited === undefined || one.hasty === 0 || this.hasty.length === MOST_HASTY) return;
    this.hasty.push({
      decision_id: row.id,
      gate_id: row.gate_id,
      gate: row.gate,
      project_path: row.project_path,
      project_name: projectName,
      project_id: row.project_id,
      title: row.title,
      who,
      decided_at: new Date(row.decided_at).toISOString(),
      waited_ms: waited,
    });
  }

  /** Added newest first, so each approver has the name of their last approval. */
  figures(): Insights['approvals'] {
    const approvers = [...this.byApprover.values()]
      .sort((a, b) => b.figures.total - a.figures.total || a.who.name.localeCompare(b.who.name))
      .slice(0, MOST_APPROVERS);
    return {
      ...this.all,
      by_approver: approvers.map(({ who, figures }) => ({ who, ...figures })),
      hasty_ones: this.hasty,
    };
  }
}

/** Whether this person had on the screen, before deciding, everything that the decision is bound to by digest. */
function hasShown(look: GateLookRow, row: DecidedRow): boolean {
  if (look.person_id !== row.approver_id || look.first_at > row.decided_at) return false;
  const seen = JSON.parse(look.seen) as Expectation;
  const bound = JSON.parse(row.expected) as Expectation;
  const artifacts = new Map(seen.artifacts?.map(({ path, digest }) => [path, digest]));
  if (bound.artifacts && bound.artifacts.length > 0)
    return bound.artifacts.every(({ path, digest }) => artifacts.get(path) === digest);
  return bound.reading_digest === undefined || seen.reading_digest === bound.reading_digest;
}

function sum(a: ApprovalFigures, b: ApprovalFigures): ApprovalFigures {
  return {
    total: a.total + b.total,
    unopened: a.unopened + b.unopened,
    under_a_minute: a.under_a_minute + b.under_a_minute,
    hasty: a.hasty + b.hasty,
  };
}
