import type { AuditEntryView } from '@codev-hq/protocol';
import type { AuditRow } from '../persistence/tables.js';

/** A row as people and programs are shown it. */
export function auditEntryOf(row: AuditRow): AuditEntryView {
  return {
    ...row,
    at: new Date(row.at).toISOString(),
    details: JSON.parse(row.details) as Record<string, unknown>,
  };
}
