import { Injectable } from '@nestjs/common';
import { performance } from 'node:perf_hooks';
import type { AuditVerdictView } from '@codev-hq/protocol';
import { AuditRepository } from '../persistence/audit.repository.js';
import { verifyAudit } from '../persistence/audit-verification.js';

/** Walks the whole log when a person asks; who asks meanwhile gets the answer of the walk that is under way. */
@Injectable()
export class AuditCheck {
  private underWay: Promise<AuditVerdictView> | undefined;

  constructor(private readonly audit: AuditRepository) {}

  verdict(): Promise<AuditVerdictView> {
    this.underWay ??= this.walk().finally(() => (this.underWay = undefined));
    return this.underWay;
  }

  private async walk(): Promise<AuditVerdictView> {
    const began = performance.now();
    const verdict = await verifyAudit(this.audit);
    return {
      ok: verdict.ok,
      rows: verdict.ok ? verdict.rows : verdict.seq - 1,
      ...(!verdict.ok && { seq: verdict.seq, problem: verdict.problem }),
      verified_at: new Date().toISOString(),
      took_ms: Math.round(performance.now() - began),
    };
  }
}
