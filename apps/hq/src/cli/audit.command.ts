import type { HqConfig } from '../hq.config.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { verifyAudit, type AuditMark } from '../persistence/audit-verification.js';
import { inCommandContext } from './command-context.js';
import { readFlags, UsageError } from './usage.js';

/**
 * `audit verify [--noted N:HASH]`: exit code 1 when a row was changed, is missing or stands in another place, or when the
 * log no longer holds the row that was its last before.
 */
export async function auditCommand(config: HqConfig, args: readonly string[]): Promise<number> {
  const { options, positionals } = readFlags(args, ['noted'], []);
  if (positionals[0] !== 'verify' || positionals.length > 1) throw new UsageError('Write audit verify.');
  const noted = options.noted === undefined ? undefined : markOf(options.noted);
  const verdict = await inCommandContext(config, (context) =>
    verifyAudit(context.get(AuditRepository), noted),
  );
  if (!verdict.ok)
    throw new UsageError(`The audit log is broken: ${verdict.problem}. Compare it with a backup.`);
  const { rows, last } = verdict;
  const end = rows === 0 ? '' : `Its last is ${last.seq}:${last.hash}\n`;
  process.stdout.write(`The audit log is whole: ${rows} rows.\n${end}`);
  return 0;
}

/** As `audit verify` printed it. */
function markOf(text: string): AuditMark {
  const [, seq, hash] = /^([1-9]\d{0,14}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new UsageError(`--noted is "${text}". Give what audit verify printed as the last: NUMBER:HASH.`);
  return { seq: Number(seq), hash };
}
