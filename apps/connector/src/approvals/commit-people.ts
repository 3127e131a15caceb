import { approverName, type DecisionOrder } from './decision-order.js';
import { onOneLine } from './one-line.js';

export interface CommitPerson {
  readonly name: string;
  readonly email: string;
}

/** Who commits on a machine where nobody told git who they are. */
export const CONNECTOR_PERSON: CommitPerson = {
  name: 'Codev HQ connector',
  email: 'connector@codev-hq.invalid',
};

/** The approver as git takes it; `.invalid` never reaches anybody's mailbox. */
export function authorOf(order: DecisionOrder): CommitPerson {
  const given = order.approver.email === undefined ? '' : gitEmail(order.approver.email);
  const id = order.approver.id.replaceAll(/[^A-Za-z0-9._+-]+/g, '-').replaceAll(/^[-.]+|[-.]+$/g, '');
  return {
    name: gitName(approverName(order)) || gitName(order.approver.id) || 'Unknown approver',
    email: given || `${id || 'unknown'}@people.codev-hq.invalid`,
  };
}

/** git drops these itself, and refuses a name made of nothing else. */
function gitName(name: string): string {
  return onOneLine(name)
    .replaceAll(/[<>]/g, '')
    .replaceAll(/^[\s.,:;"\\']+|[\s.,:;"\\']+$/g, '');
}

function gitEmail(email: string): string {
  return onOneLine(email)
    .replaceAll(/[<>\s]/g, '')
    .replaceAll(/^[.,:;"\\']+|[.,:;"\\']+$/g, '');
}
