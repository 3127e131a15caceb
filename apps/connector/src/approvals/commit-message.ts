import { approverName, type DecisionOrder } from './decision-order.js';
import { authorOf } from './commit-people.js';
import { isPorchFile } from './locate-status-file.js';
import { onOneLine } from './one-line.js';

export const DECISION_TRAILER = 'HQ-Decision';

/** What a commit is about. */
export interface CommittedEdit {
  readonly statusFile: string;
  readonly gate: string;
  /** porch approved the gate in this commit; ours only records who decided. */
  readonly porchCommit?: string | undefined;
}

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Subject, the comment quoted, trailers (protocol section 6). Nothing a person wrote can pass for a trailer. */
export function commitMessage(order: DecisionOrder, edit: CommittedEdit): string {
  const author = authorOf(order);
  const subject = subjectOf(order, edit);
  const trailers = [
    `${DECISION_TRAILER}: ${trailerId(order.decisionId)}`,
    `HQ-Approver: ${author.name} <${author.email}>`,
  ];
  if (order.proof !== undefined && COMPACT_JWS.test(order.proof)) trailers.push(`HQ-Proof: ${order.proof}`);
  const quoted = quote(order.comment ?? '');
  return [subject, ...(quoted ? [quoted] : []), trailers.join('\n')].join('\n\n') + '\n';
}

/** An approval in porch's file is known by porch's subject; what is only recorded there, and all else, by ours. */
function subjectOf(order: DecisionOrder, { statusFile, gate, porchCommit }: CommittedEdit): string {
  const name = onOneLine(gate);
  if (order.kind === 'request_changes') return `[HQ] Changes requested: ${name} by ${approverName(order)}`;
  if (isPorchFile(statusFile) && porchCommit === undefined) return porchSubject(order.projectId, name);
  return `[HQ] Gate approved: ${name} by ${approverName(order)}`;
}

/** As porch itself writes it. */
export function porchSubject(projectId: string, gate: string): string {
  return `chore(porch): ${onOneLine(projectId)} ${onOneLine(gate)} gate-approved`;
}

/** The id as it stands in the trailer and is looked for there. */
export function trailerId(decisionId: string): string {
  return onOneLine(decisionId);
}

function quote(comment: string): string {
  const lines = comment
    .trim()
    .split(/\r\n|[\r\n\u0085\u2028\u2029]/)
    .map((line) => `> ${onOneLine(line)}`.trimEnd());
  return comment.trim() ? lines.join('\n') : '';
}
