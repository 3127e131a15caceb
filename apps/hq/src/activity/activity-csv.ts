import type { ActivityEntry } from '@codev-hq/protocol';

const COLUMNS: readonly (readonly [string, (entry: ActivityEntry) => string | number | undefined])[] = [
  ['at', (entry) => entry.at],
  ['kind', (entry) => entry.kind],
  ['who', (entry) => entry.who?.name],
  ['machine', (entry) => entry.instance_name],
  ['project', (entry) => entry.project_name],
  ['project_path', (entry) => entry.project_path],
  ['project_id', (entry) => entry.project_id],
  ['title', (entry) => entry.title],
  ['gate', (entry) => entry.gate],
  ['decision', (entry) => entry.decision?.kind],
  ['state', (entry) => entry.decision?.state],
  ['comment', (entry) => entry.decision?.comment],
  ['from', (entry) => entry.from],
  ['to', (entry) => entry.to],
  ['plan_phase', (entry) => entry.plan_phase],
  ['builder', (entry) => entry.builder_id],
  ['waited_ms', (entry) => entry.waited_ms],
  ['event', (entry) => entry.event],
  ['details', (entry) => entry.details && JSON.stringify(entry.details)],
  ['id', (entry) => entry.id],
];

export const CSV_HEAD = `${COLUMNS.map(([name]) => name).join(',')}\r\n`;

export function csvLine(entry: ActivityEntry): string {
  return `${COLUMNS.map(([, value]) => cell(value(entry))).join(',')}\r\n`;
}

/**
 * RFC 4180. What a spreadsheet would take for a formula gets an apostrophe: machines write these texts. Where a comma is in
 * numbers, spreadsheets part cells at semicolons.
 */
function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replaceAll(/(^|;)(?=[=+\-@\t\r＝＋－＠]|\s+[=+\-@＝＋－＠])/g, "$1'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
