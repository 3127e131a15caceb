import { approverName, type ApprovalOrder } from './approval-order.js';
import { authorOf } from './commit-people.js';
import { onOneLine } from './one-line.js';

export const DECISION_TRAILER = 'HQ-Decision';

const COMPACT_JWS = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Subject, the comment quoted, trailers (protocol section 6). Nothing a person wrote can pass for a trailer. */
export function commitMessage(order: ApprovalOrder, gate: string): string {
  const author = authorOf(order);
  const subject = `[HQ] Gate approved: ${onOneLine(gate)} by ${approverName(order)}`;
  const trailers = [
    `${DECISION_TRAILER}: ${trailerId(order.decisionId)}`,
    `HQ-Approver: ${author.name} <${author.email}>`,
  ];
  if (order.proof !== undefined && COMPACT_JWS.test(order.proof)) trailers.push(`HQ-Proof: ${order.proof}`);
  const quoted = quote(order.comment ?? '');
  return [subject, ...(quoted ? [quoted] : []), trailers.join('\n')].join('\n\n') + '\n';
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
