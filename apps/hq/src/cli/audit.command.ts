import type { HqConfig } from '../hq.config.js';
import { AuditRepository } from '../persistence/audit.repository.js';
import { verifyAudit } from '../persistence/audit-verification.js';
import { inCommandContext } from './command-context.js';
import { UsageError } from './usage.js';

/** `audit verify`: exit code 1 when a row was changed, is missing or stands in another place. */
export async function auditCommand(config: HqConfig, args: readonly string[]): Promise<number> {
  if (args[0] !== 'verify' || args.length > 1) throw new UsageError('Write audit verify.');
  const verdict = await inCommandContext(config, (context) => verifyAudit(context.get(AuditRepository)));
  if (!verdict.ok)
    throw new UsageError(`The audit log is broken: ${verdict.problem}. Compare it with a backup.`);
  process.stdout.write(`The audit log is whole: ${verdict.rows} rows.\n`);
  return 0;
}
